"""The only SQL of the server. ``Store`` is its face; one module per aggregate stands behind it."""

from .store import Store, Written
from .transaction import Transaction, View

__all__ = ["Store", "Transaction", "View", "Written"]
