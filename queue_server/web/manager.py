"""What a manager looks at."""

from __future__ import annotations

from ..messages import ManagerState
from ..use_cases import overseeing
from .door import Asked, Endpoint, Who
from .services import Services

MANAGER = Who(roles=frozenset({"manager", "admin"}))


def manager(at: Services, _asked: Asked) -> ManagerState:
    with at.look() as view:
        return overseeing.manager_state(view)


ENDPOINTS = [
    Endpoint("GET", "/api/v1/manager", manager, "The day so far", ManagerState, who=MANAGER)
]
"""The manager's part of the API."""
