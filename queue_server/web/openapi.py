"""The OpenAPI 3.1 document, made from the list of endpoints and the wire contract."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ..messages import PROTOCOL, Problem
from .door import EVERYBODY, Endpoint

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_KINDS: dict[str | None, dict[str, Any]] = {
    None: {"type": "string", "minLength": 1},
    "int": {"type": "integer", "minimum": 1, "maximum": 999},
    "uuid": {"type": "string", "format": "uuid"},
}
_REF = "#/components/schemas/{name}"
_PROBLEM = {
    "description": "A problem, in the caller's language (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"$ref": _REF.format(name="Problem")}}},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "The same key gives the same answer for 24 hours",
    "schema": {"type": "string", "format": "uuid"},
}


def document(endpoints: list[Endpoint], version: str) -> dict[str, Any]:
    """The document as plain values."""
    types = [kind for one in endpoints for kind in (one.takes, one.gives) if kind]
    schemas, components = msgspec.json.schema_components([*types, Problem], ref_template=_REF)
    schema_of = dict(zip(map(id, types), schemas, strict=False))
    paths: dict[str, Any] = {}
    for endpoint in endpoints:
        path = _PARAMETER.sub(r"{\2}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mot Cua", "version": version, "x-protocol": PROTOCOL},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "motcua_session"},
            },
        },
    }


def _operation(endpoint: Endpoint, schema_of: dict[int, Any]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _KINDS[kind or None]}
        for kind, name in _PARAMETER.findall(endpoint.path)
    ]
    if endpoint.keyed:
        parameters.append(_KEY)
    operation: dict[str, Any] = {
        "summary": endpoint.about,
        "parameters": parameters,
        "responses": {**_success(endpoint, schema_of), "4XX": _PROBLEM, "503": _PROBLEM},
    }
    if endpoint.takes:
        content = {"application/json": {"schema": schema_of[id(endpoint.takes)]}}
        operation["requestBody"] = {"required": True, "content": content}
    if endpoint.who != EVERYBODY:
        operation["security"] = [
            *([{"device": []}] if endpoint.who.devices else []),
            *([{"session": []}] if endpoint.who.roles else []),
        ]
    return operation


def _success(endpoint: Endpoint, schema_of: dict[int, Any]) -> dict[str, Any]:
    if endpoint.gives is None:
        status = "204" if endpoint.method == "POST" else "200"
        return {status: {"description": endpoint.about}}
    content = {"application/json": {"schema": schema_of[id(endpoint.gives)]}}
    return {"200": {"description": endpoint.about, "content": content}}
