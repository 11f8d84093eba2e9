"""The voice on the command line: try a call, hear the chime, render a day's calls ahead."""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from audio import announcer_commands, wav
from audio.api import Voice, VoiceError
from audio.espeak import EspeakVoice
from audio.phrases import LANGUAGES, Call
from audio.player import Player
from audio.silent import SilentVoice
from audio.sounds import LIMIT_BYTES, SoundStore

ENGINES = ("espeak", "gtts", "silent")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when it worked, 1 with one sentence on standard error when not."""
    options = _parser().parse_args(arguments)
    try:
        options.verb(options)
    except (VoiceError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua-announcer", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    say = verbs.add_parser("say", help="speak one call, or write it to a file")
    say.add_argument("label", help="ticket label, for example A012")
    say.add_argument("counter", type=int)
    say.add_argument("--nth", type=int, default=1, help="2 or more for a recall")
    say.add_argument("--out", type=Path, help="write a WAV file instead of playing")
    say.set_defaults(verb=_say)

    chime = verbs.add_parser("chime", help="play the chime, or write it to a file")
    chime.add_argument("--out", type=Path, help="write a WAV file instead of playing")
    chime.set_defaults(verb=_chime)

    build = verbs.add_parser("build", help="render calls ahead of time")
    build.add_argument("--letters", required=True, help="letters of the services, for example ABC")
    build.add_argument("--first", type=int, default=1, help="first ticket number (default 1)")
    build.add_argument("--last", type=int, default=200, help="last ticket number (default 200)")
    build.add_argument("--digits", type=int, default=3, help="width of the number (default 3)")
    build.add_argument("--counters", type=int, required=True, help="counters 1 to this number")
    build.set_defaults(verb=_build)

    voices = verbs.add_parser("voices", help="list which engines and players are installed")
    voices.set_defaults(verb=_voices)

    announcer_commands.add_to(verbs)

    for verb in (say, build):
        verb.add_argument("--engine", choices=ENGINES, default="espeak")
        verb.add_argument(
            "--languages",
            type=lambda text: tuple(text.split(",")),
            default=("vi", "en"),
            help=f"in speaking order, from {', '.join(LANGUAGES)} (default vi,en)",
        )
        verb.add_argument("--store", type=Path, default=_cache(), help="where sounds are kept")
    return parser


def _say(options: argparse.Namespace) -> None:
    call = Call(options.label, options.counter, options.nth)
    file = _store(options).file_for(call)
    if options.out:
        options.out.write_bytes(file.read_bytes())
    else:
        Player().play(file)


def _chime(options: argparse.Namespace) -> None:
    content = wav.write(wav.chime())
    if options.out:
        options.out.write_bytes(content)
        return
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(content)
        file.flush()
        Player().play(Path(file.name))


def _build(options: argparse.Namespace) -> None:
    calls = list(_calls(options))
    if not calls:
        raise ValueError("No calls to render: check --letters, --first, --last and --counters.")
    store = _store(options)
    total_bytes = 0
    for done, call in enumerate(calls, start=1):
        total_bytes += store.file_for(call).stat().st_size
        _refuse_overflow(total_bytes * len(calls) // done)
        if done % 10 == 0 or done == len(calls):
            end = "\n" if done == len(calls) else "\r"
            print(f"{done}/{len(calls)} calls, {total_bytes >> 20} MiB", end=end, flush=True)


def _refuse_overflow(expected_bytes: int) -> None:
    """Rendering more than the store keeps would push out what was rendered first."""
    if expected_bytes > LIMIT_BYTES:
        raise ValueError(
            f"These calls need about {expected_bytes >> 20} MiB and the store keeps "
            f"{LIMIT_BYTES >> 20} MiB: choose fewer letters, numbers or counters."
        )


def _calls(options: argparse.Namespace) -> Iterator[Call]:
    """First calls in the order a day needs them: every letter's low numbers first."""
    for number in range(options.first, options.last + 1):
        for letter in options.letters:
            for counter in range(1, options.counters + 1):
                yield Call(f"{letter}{number:0{options.digits}}", counter)


def _voices(_options: argparse.Namespace) -> None:
    for engine in ENGINES:
        try:
            voice = _voice(engine)
            print(f"{voice.name}: {voice.version}")
        except VoiceError as error:
            print(f"{engine}: {error}")
    try:
        print(f"player: {Player().program()}")
    except VoiceError as error:
        print(f"player: {error}")


def _store(options: argparse.Namespace) -> SoundStore:
    voice = _voice(options.engine)
    voices = dict.fromkeys(options.languages, voice)
    return SoundStore(options.store, voices, options.languages)


def _voice(engine: str) -> Voice:
    """The engine by name. Raises VoiceError when a program it needs is not installed."""
    if engine == "silent":
        return SilentVoice()
    if engine == "gtts":
        from audio.gtts_voice import GttsVoice  # an HTTP client that the other engines do without

        voice = GttsVoice()
        voice.converter()
        return voice
    return EspeakVoice()


def _cache() -> Path:
    """The user's cache directory (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "motcua" / "sounds"


if __name__ == "__main__":
    sys.exit(main())
