"""Errors by what the caller should do; words for people live in the catalogues, by code."""

from __future__ import annotations

About = str | int | None


class MotcuaError(Exception):
    """``code`` is stable and public; ``about`` carries the ids the sentence needs."""

    def __init__(self, code: str, **about: About) -> None:
        super().__init__(code, about)
        self.code = code
        self.about: dict[str, About] = about

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={value}" for key, value in self.about.items())
        return f"{self.code}({inside})"


class Invalid(MotcuaError):
    """The request itself is wrong: mend it before sending again (400)."""


class SignedOut(MotcuaError):
    """Nobody is known behind this request: sign in or enrol (401)."""


class NotAllowed(MotcuaError):
    """The caller is known and may not do this (403)."""


class NotFound(MotcuaError):
    """What is named does not exist here (404)."""


class Refused(MotcuaError):
    """The present state forbids it: look again (409)."""


class Busy(MotcuaError):
    """Nothing happened and nothing is lost: send the same again in a moment (503)."""
