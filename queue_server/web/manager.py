"""What a manager looks at."""

from __future__ import annotations

from ..messages import ManagerState
from ..use_cases import overseeing
from .door import Asked, Endpoint, Who
from .services import Services

MANAGER = Who(roles=frozenset({"manager", "admin"}))


def endpoints(at: Services) -> list[Endpoint]:
    """The manager's part of the API."""

    def manager(_asked: Asked) -> ManagerState:
        with at.look() as view:
            return overseeing.manager_state(view)

    return [
        Endpoint("GET", "/api/v1/manager", manager, "The day so far", ManagerState, who=MANAGER)
    ]
