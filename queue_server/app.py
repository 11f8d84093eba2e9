"""The composition root: settings → store, push, endpoints, pages; and the only clock."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from flask import Flask, Response, request
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

import audio.grammars
import audio.pages
import display_board.media
import display_board.pages
import display_board.site
from audio.espeak import EspeakVoice
from audio.pack import PackSource
from audio.phrases import Call
from audio.piper import PiperVoice
from audio.silent import SilentVoice
from audio.sounds import SoundStore
from audio.sources import LiveSource, Source

from . import fanout
from . import push as news
from .domain.errors import NotFound, SignedOut
from .messages import PriorityAbout, PublicBoard, SignedIn, encode
from .rehearsal import Rehearsal
from .runtime.i18n import LANGUAGES, Words
from .runtime.parallel import Parallel
from .runtime.structs import learn_structs
from .runtime.web import pages as shared
from .runtime.web import security
from .runtime.web.smaller import pack
from .settings import Settings, Sound
from .store import Store, schema
from .ticker import Ticker
from .use_cases import broadcasting, showing
from .web import (
    account_pages,
    alarms,
    counter,
    devices,
    explaining,
    manager,
    openapi,
    pages,
    problems,
    public,
    reception,
    session,
    slips,
    voices,
)
from .web.door import LARGEST_BODY, Caller, Who, open_door
from .web.guard import COOKIE
from .web.services import Services, Ways

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
ENDPOINTS = [
    *devices.ENDPOINTS,
    *session.ENDPOINTS,
    *reception.ENDPOINTS,
    *counter.ENDPOINTS,
    *manager.ENDPOINTS,
    *explaining.ENDPOINTS,
    *slips.ENDPOINTS,
    *alarms.ENDPOINTS,
    *voices.ENDPOINTS,
    *public.ENDPOINTS,
    *public.HEALTH,
]


DEVICES = {"panel": devices.PANEL, "zone": voices.SPEAKER}
"""The rooms of devices, and which may enter them."""


def utc_now() -> dt.datetime:
    """The clock: aware UTC to the millisecond, as the books keep it."""
    now = dt.datetime.now(dt.UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class Server:
    """The whole server of one centre, ready to be served. ``close`` lets go of everything."""

    def __init__(
        self,
        settings: Settings,
        parallel: Parallel,
        clock: Callable[[], dt.datetime] = utc_now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        learn_structs()
        schema.check(settings.store.url)
        self.parallel = parallel
        self.store = Store(settings.store.url, clock, parallel)
        self.centre = settings.store.centre or self.store.only_centre()
        self.words = Words.load([HERE / "locale", display_board.pages.LOCALE], strict=False)
        self.app = Flask(__name__, static_folder=str(HERE / "web/static"), static_url_path="/web")
        self.app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
        if hops := settings.web.proxies:
            self.app.wsgi_app = ProxyFix(self.app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
        self.socketio = SocketIO(
            self.app,
            async_mode=parallel.mode,
            client_manager=fanout.manager(settings.store.queue),
            ping_interval=news.PING_INTERVAL_S,
            ping_timeout=news.PING_TIMEOUT_S,
            max_http_buffer_size=news.LARGEST_MESSAGE,
            http_compression=False,
            serve_client=False,
        )
        self.push = news.Push(self.socketio, self.store, self.centre, parallel, self._may_enter)
        ways = Ways(self.words, parallel.offload, ticks)
        self.services = Services(self.store, self.centre, self.push.publish, ways)
        sounds = self._mount(settings, ticks)
        self._ticker = Ticker(self.services, self.push, parallel)
        silent = settings.sound.voice == "silent"  # which needs no time to think
        self._rehearsal = None if silent else self._rehearse(sounds)

    def close(self) -> None:
        """Stop the news, finish what is queued, let go of the database."""
        self._ticker.close()
        if self._rehearsal is not None:
            self._rehearsal.close()
        self.push.close()
        self.store.close()

    def _rehearse(self, sounds: SoundStore) -> Rehearsal:
        """Sounds of calls are made ahead: of the first call, and of one that is repeated."""

        def prepare(label: str, counter: int) -> None:
            for nth in (1, 2):
                sounds.content_for(Call(label, counter, nth))

        return Rehearsal(self.services, prepare, self.parallel)

    def _mount(self, settings: Settings, ticks: Callable[[], float]) -> SoundStore:
        self.app.register_blueprint(open_door(ENDPOINTS, self.services))
        api = encode(openapi.document(ENDPOINTS, version("motcua")))
        self.app.add_url_rule(
            "/api/openapi.json",
            view_func=lambda: Response(api, mimetype="application/json"),
        )
        problems.explain_errors(self.app, self.words)
        security.protect(self.app)
        pack(self.app, files_only=True)
        with self.store.read(self.centre) as view:
            timezone = view.centre.calendar.timezone
            languages = _ours(view.centre.languages)
            spoken = _spoken(view.centre.languages, settings.sound.region)
        self.app.register_blueprint(shared.create())
        self.app.register_blueprint(
            pages.create(self.words, self._signed_in, timezone, self._boards, self._offered)
        )
        self.app.register_blueprint(
            account_pages.create(self.words, self._signed_in, self.services.look)
        )
        self.app.register_blueprint(
            display_board.pages.create(self.words, self._kind_of, languages)
        )
        self.app.register_blueprint(
            display_board.site.create(self.words, self._public_board, languages)
        )
        self.app.register_blueprint(display_board.media.create(settings.boards.media, self._media))
        sounds = SoundStore(_voices(settings.sound, ticks), spoken, ticks)
        self.app.register_blueprint(
            audio.pages.create(sounds, self._may_sound, self.parallel.offload, self._message)
        )
        return sounds

    def _signed_in(self, cookies: Mapping[str, str] | None = None) -> SignedIn | None:
        shown = request.cookies if cookies is None else cookies
        member = self.services.guard.member(shown.get(COOKIE))
        if member is None:
            return None
        return session.signed_in(Caller(staff=member.staff, name=member.name, roles=member.roles))

    def _may_enter(self, kind: str, shown: news.Pass) -> str | None:
        if kind == "board":
            return ""
        if kind in DEVICES:
            return self._device(shown.token, DEVICES[kind])
        who = self._signed_in(shown.cookies)
        wanted = {"counter": session.STAFF, "manager": manager.MANAGER}[kind]
        return who.staff if who is not None and wanted.roles & set(who.roles) else None

    def _device(self, token: str, wanted: Who) -> str | None:
        try:
            device = self.services.guard.device(token)
        except SignedOut:
            return None
        return device.device if device.kind in wanted.devices else None

    def _boards(self) -> list[str]:
        with self.store.read(self.centre) as view:
            return [board.id for board in view.centre.boards]

    def _offered(self) -> pages.Offered:
        with self.store.read(self.centre) as view:
            classes = [
                PriorityAbout(one.id, one.name, one.from_age)
                for one in view.centre.classes_on(view.day)
            ]
            return pages.Offered(classes, _ours(view.centre.languages))

    def _public_board(self, name: str) -> PublicBoard | None:
        self.services.guard.limit("site", request.remote_addr or "")
        with self.store.read(self.centre) as view:
            try:
                return showing.public_board(view, name)
            except NotFound:
                return None

    def _media(self) -> set[str]:
        with self.store.read(self.centre) as view:
            return {name for board in view.centre.boards for name in board.media}

    def _kind_of(self, name: str) -> str | None:
        with self.store.read(self.centre) as view:
            return next((one.kind for one in view.centre.boards if one.id == name), None)

    def _may_sound(self, label: str, number: int) -> bool:
        """Only calls that were made today have a sound: nobody can fill the disk by guessing."""
        self.services.guard.limit("public", request.remote_addr or "")
        with self.store.read(self.centre) as view:
            return showing.was_called(view, label, number)

    def _message(self, id: str) -> Mapping[str, str] | None:
        """Only what is being said has a sound."""
        self.services.guard.limit("public", request.remote_addr or "")
        try:
            broadcast = UUID(id)
        except ValueError:
            return None
        with self.store.read(self.centre) as view:
            return broadcasting.texts_of(view, str(broadcast))


def _ours(languages: list[str]) -> list[str]:
    """Those the server has words for; a kiosk and the voice may have more."""
    return [language for language in languages if language in LANGUAGES]


def _spoken(languages: list[str], region: str) -> tuple[str, ...]:
    """Those that have a grammar of calls, as they are spoken where the centre stands."""
    known = audio.grammars.languages()
    return audio.grammars.in_region([tag for tag in languages if tag in known], region)


def _voices(settings: Sound, ticks: Callable[[], float]) -> list[Source]:
    """Who speaks, and who stands in: what is missing or fails is left to espeak-ng."""
    if settings.voice == "silent":
        return [LiveSource(SilentVoice(), settings.folder, ticks)]
    espeak = LiveSource(EspeakVoice(), settings.folder, ticks)
    if settings.voice == "pack":
        return [PackSource(settings.pack), espeak]
    if settings.voice == "piper":
        return [LiveSource(PiperVoice([settings.models]), settings.folder, ticks), espeak]
    return [espeak]
