"""What a manager looks at."""

from __future__ import annotations

from ..messages import ManagerState, PolicyChange, PolicyNow, PolicyPreview
from ..use_cases import overseeing, previewing
from .door import Asked, Endpoint, Who
from .services import Services

MANAGER = Who(roles=frozenset({"manager", "admin"}))

MOST_VISITS = 8_000
"""Behind so many visits a preview begins no further day: it answers within a few seconds."""


def manager(at: Services, _asked: Asked) -> ManagerState:
    with at.look() as view:
        return overseeing.manager_state(view)


def policy(at: Services, _asked: Asked) -> PolicyNow:
    with at.look() as view:
        return previewing.policy_now(view)


def policy_preview(at: Services, asked: Asked) -> PolicyPreview:
    way = previewing.Way(offload=at.offload, most_visits=MOST_VISITS)
    return previewing.preview(at.look, asked.body, way)


ENDPOINTS = [
    Endpoint("GET", "/api/v1/manager", manager, "The day so far", ManagerState, who=MANAGER),
    Endpoint("GET", "/api/v1/policy", policy, "Today's rule", PolicyNow, who=MANAGER),
    Endpoint(
        "POST",
        "/api/v1/policy/preview",
        policy_preview,
        "What another rule would have done on past days",
        PolicyPreview,
        takes=PolicyChange,
        who=MANAGER,
    ),
]
"""The manager's part of the API."""
