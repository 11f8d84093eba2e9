"""The voice on the command line: try a call, hear the chime, make a voice ahead."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from audio import announcer_commands, building, grammars, needed, wav
from audio.api import Voice, VoiceError
from audio.espeak import EspeakVoice
from audio.mastering import master
from audio.pack import Pack, PackSource, bare, file_name
from audio.phrases import Call
from audio.piper import PiperVoice
from audio.player import Player
from audio.progress import Progress
from audio.recorded import RecordedVoice
from audio.silent import SilentVoice
from audio.sounds import SoundStore
from audio.sources import LiveSource, Source

ENGINES = ("espeak", "piper", "gtts", "recorded", "silent")
MOST_TOLD = 20  # bad clips by name; the rest is counted


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 0 when it worked, 1 with one sentence on standard error when not."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except (VoiceError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua-announcer", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    say = verbs.add_parser("say", help="speak one call, or write it to a file")
    say.add_argument("label", help="ticket label, for example A012")
    say.add_argument("counter", type=int)
    say.add_argument("--nth", type=int, default=1, help="2 or more for a recall")
    say.add_argument("--out", type=Path, help="write a WAV file instead of playing")
    say.add_argument("--pack", type=Path, help="a pack of clips, preferred to the engine")
    say.add_argument("--store", type=Path, default=_cache(), help="where clips are kept")
    say.set_defaults(verb=_say)

    chime = verbs.add_parser("chime", help="play the chime, or write it to a file")
    chime.add_argument("--out", type=Path, help="write a WAV file instead of playing")
    chime.set_defaults(verb=_chime)

    build = verbs.add_parser("build-voice", help="make all clips of a centre ahead, and check them")
    build.add_argument("--pack", type=Path, required=True, help="the folder of the clips")
    build.add_argument("--check", action="store_true", help="only check what is there")
    build.set_defaults(verb=_build_voice)

    script = verbs.add_parser("script", help="list what a person has to record: file, text")
    script.set_defaults(verb=_script)

    voices = verbs.add_parser("voices", help="list which engines and players are installed")
    voices.set_defaults(verb=_voices, model=[], recordings=None)

    announcer_commands.add_to(verbs)

    for verb in (say, build):
        _choose_engine(verb)
    for verb in (build, script):
        _choose_hall(verb)
    for verb in (say, build, script):
        _choose_languages(verb)
    build.add_argument("--words", action="store_true", help="numbers word by word: fewer clips")
    return parser


def _choose_engine(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--engine", choices=ENGINES, default="espeak")
    verb.add_argument(
        "--model", type=Path, action="append", default=[], help="a voice model of Piper (.onnx)"
    )
    verb.add_argument("--recordings", type=Path, help="folder of a person's recordings")


def _choose_hall(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--centre", type=Path, help="centre file: its letters, counters, languages")
    verb.add_argument("--letters", default="", help="letters of the services, for example ABC")
    verb.add_argument("--counters", type=int, default=0, help="counters 1 to this number")
    verb.add_argument("--last", type=int, default=999, help="highest ticket number (default 999)")


def _choose_languages(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--languages", type=lambda text: tuple(text.split(",")), help="in speaking order: vi,en"
    )
    verb.add_argument("--region", choices=("north", "south"), default="north")


def _say(options: argparse.Namespace) -> int:
    call = Call(options.label, options.counter, options.nth)
    live = LiveSource(_voice(options.engine, options), options.store, time.monotonic)
    sources: list[Source] = [PackSource(options.pack)] if options.pack else []
    languages = grammars.in_region(options.languages or ("vi", "en"), options.region)
    sound = SoundStore([*sources, live], languages, time.monotonic).content_for(call)
    return _heard(sound, options.out)


def _chime(options: argparse.Namespace) -> int:
    return _heard(wav.write(master(wav.chime())), options.out)


def _heard(content: bytes, out: Path | None) -> int:
    if out:
        out.write_bytes(content)
        return 0
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        file.write(content)
        file.flush()
        Player().play(Path(file.name))
    return 0


def _build_voice(options: argparse.Namespace) -> int:
    by_word = options.words or options.engine == "recorded"
    clips = needed.clips(_hall(options), by_word)
    pack = Pack(options.pack)
    progress = Progress(len(clips), sys.stdout, time.monotonic)
    try:
        if options.check:
            bad = building.check(pack, clips, progress)
        else:
            bad = building.build(pack, _voice(options.engine, options), clips, progress)
    except (VoiceError, OSError, KeyboardInterrupt):
        progress.stop()
        print("Stopped. What is done stays; the same command goes on from here.", file=sys.stderr)
        raise
    return _told(bad, len(clips))


def _told(bad: Sequence[building.Bad], total: int) -> int:
    for one in bad[:MOST_TOLD]:
        print(one, file=sys.stderr)
    if len(bad) > MOST_TOLD:
        print(f"and {len(bad) - MOST_TOLD} more", file=sys.stderr)
    print(f"{total - len(bad)} of {total} clips are good.")
    return 1 if bad else 0


def _script(options: argparse.Namespace) -> int:
    for clip in needed.clips(_hall(options), by_word=True):
        print(f"{clip.language}/{file_name(bare(clip.text))}\t{clip.text}")
    return 0


def _voices(options: argparse.Namespace) -> int:
    for engine in ENGINES:
        try:
            voice = _voice(engine, options)
            print(f"{voice.name}: {voice.version or 'no model'}")
        except VoiceError as error:
            print(f"{engine}: {error}")
    try:
        print(f"player: {Player().program()}")
    except VoiceError as error:
        print(f"player: {error}")
    return 0


def _hall(options: argparse.Namespace) -> needed.Hall:
    """From the centre's file; what is given beside it goes before."""
    if options.centre:
        hall = needed.read_centre(options.centre)
    else:
        counters = tuple(range(1, options.counters + 1))
        hall = needed.Hall(options.letters, counters, ("vi", "en"))
    languages = grammars.in_region(options.languages or hall.languages, options.region)
    return needed.Hall(hall.letters, hall.counters, languages, options.last)


def _voice(engine: str, options: argparse.Namespace) -> Voice:
    """The engine by name. Raises VoiceError when something that it needs is not there."""
    if engine == "silent":
        return SilentVoice()
    if engine == "piper":
        return PiperVoice(options.model)
    if engine == "recorded":
        if options.recordings is None:
            raise VoiceError("voice_missing", "A person's voice needs --recordings FOLDER.")
        return RecordedVoice(options.recordings)
    if engine == "gtts":
        from audio.gtts_voice import GttsVoice  # an HTTP client that the other engines do without

        voice = GttsVoice()
        voice.converter()
        return voice
    return EspeakVoice()


def _cache() -> Path:
    """The user's cache directory (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "motcua" / "clips"


if __name__ == "__main__":
    sys.exit(main())
