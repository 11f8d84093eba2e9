"""The voices of Piper: neural, without internet, with a model that the centre supplies.

The program `piper` must be installed: `pip install piper-tts` (OHF-Voice/piper1-gpl) or the older
one in C++ (rhasspy/piper); both read a line of text and write a WAV file with `--output_file -`.
A model is two files, `vi_VN-….onnx` and `vi_VN-….onnx.json`; its name begins with its language.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from audio import programs, wav
from audio.api import VoiceError
from audio.resampling import read_any

TIMEOUT_S = 6.0  # the model is loaded for each text, in a second or two; boards wait for 8 s
_NAME = re.compile(r"([a-z]{2,3})[_-].*\.onnx")


class PiperVoice:
    """Speaks by running `piper` once for each text, with the model of its language."""

    name = "piper"

    def __init__(
        self,
        models: Iterable[Path],
        timeout_s: float = TIMEOUT_S,
        search_path: str | None = None,
    ) -> None:
        """`models` are `.onnx` files or folders of them, of several for one language the first;
        `search_path` replaces PATH.
        """
        self._models: dict[str, Path] = {}
        for file in _files(models):
            if named := _NAME.fullmatch(file.name):
                self._models.setdefault(named[1], file)
        self._timeout_s = timeout_s
        self._search_path = search_path

    @property
    def version(self) -> str:
        """The models by name and size: a better one may come under the old name."""
        self._program()
        files = [file for file in self._models.values() if file.exists()]
        return " ".join(sorted(f"{file.name}:{file.stat().st_size}" for file in files))

    def say(self, text: str, language: str) -> bytes:
        """The text as a WAV file; see `Voice.say`."""
        model = self._models.get(language.partition("-")[0])
        if model is None:
            raise VoiceError(
                "voice_missing", f"There is no Piper model for {language!r}, like 'vi_VN-….onnx'."
            )
        options = ("--model", str(model.resolve()), "--output_file", "-")
        line = " ".join(text.split()) + "\n"
        found = programs.run(self._program(), options, line.encode(), self._timeout_s)
        return wav.write(read_any(found))

    def _program(self) -> str:
        program = programs.find("piper", self._search_path)
        if program is None:
            raise VoiceError(
                "voice_missing", "piper is not installed: run 'pip install piper-tts'."
            )
        return program


def _files(models: Iterable[Path]) -> Iterable[Path]:
    for one in models:
        yield from sorted(one.glob("*.onnx")) if one.is_dir() else [one]
