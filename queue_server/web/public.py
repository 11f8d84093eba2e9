"""What anybody may ask: boards, health, figures for monitoring."""

from __future__ import annotations

from flask import Response

from ..messages import BoardState, PublicBoard, encode
from ..use_cases import showing
from .door import Asked, Endpoint
from .services import Services

KEPT_S = 5
"""Seconds a site or a cache may show the same."""


def board(at: Services, asked: Asked) -> BoardState:
    with at.look() as view:
        return showing.board_state(view, asked.path["name"])


def public_board(at: Services, asked: Asked) -> Response:
    with at.look() as view:
        shown = showing.public_board(view, asked.path["name"])
    return for_other_sites(Response(encode(shown), mimetype="application/json"))


def for_other_sites(answer: Response) -> Response:
    """What pages of other origins may read, and every cache between may keep for some seconds."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    return answer


ENDPOINTS = [
    Endpoint(
        "GET",
        "/api/v1/boards/<name>",
        board,
        "A board: latest calls and waiting counts",
        BoardState,
        limit="public",
    ),
    Endpoint(
        "GET",
        "/api/v1/public/boards/<name>",
        public_board,
        "A board for the centre's own site, readable from every origin",
        PublicBoard,
        limit="site",
    ),
]
"""The public part of the API."""


def alive(at: Services, _asked: Asked) -> Response:
    return Response("ok\n", mimetype="text/plain")


def ready(at: Services, _asked: Asked) -> Response:
    with at.look() as view:
        return Response(f"ready, revision {view.head.revision}\n", mimetype="text/plain")


def metrics(at: Services, _asked: Asked) -> Response:
    hall = at.halls.now()
    busy = sum(ticket.counter is not None for ticket in hall.present)
    lines = [
        "# TYPE motcua_revision counter",
        f"motcua_revision {hall.revision}",
        "# TYPE motcua_waiting gauge",
        f"motcua_waiting {len(hall.waiting)}",
        "# TYPE motcua_at_counters gauge",
        f"motcua_at_counters {busy}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


HEALTH = [
    Endpoint("GET", "/healthz", alive, "The process lives", None),
    Endpoint("GET", "/readyz", ready, "The server can answer", None),
    Endpoint("GET", "/metrics", metrics, "Figures for monitoring", None, limit="public"),
]
"""``/healthz`` (the process lives), ``/readyz`` (it can answer), ``/metrics`` (Prometheus)."""
