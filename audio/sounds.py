"""The sounds of a hall: a chime, a pause, and what is said, joined from clips."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from audio import grammars, mastering, wav
from audio.api import VoiceError
from audio.phrases import Call
from audio.reading import read, sentences
from audio.sources import Ladder, Source

PAUSE_S = 0.2  # between the chime and the first word
GAP_S = 0.6  # between two languages
COMMA_S = 0.12
BREATH_S = 0.3  # after a sentence
_PAUSES_S = {",": COMMA_S, ".": BREATH_S}
LONGEST_S = 12.0  # a hall cannot wait longer for the next call
LONGEST_MESSAGE_S = 20.0  # in each language: what matters to all may hold the calls up for as long

log = logging.getLogger(__name__)


class SoundStore:
    """Makes the sound of a call or a message. Never fails: without any voice it is the chime."""

    def __init__(
        self,
        sources: Sequence[Source],
        languages: Sequence[str],
        monotonic: Callable[[], float],
    ) -> None:
        """`sources` in order of preference; a language named twice is spoken twice.

        Raises ValueError for no language and for one without speech grammar.
        """
        unknown = [tag for tag in languages if grammars.find(tag) is None]
        if unknown or not languages:
            raise ValueError(f"no grammar for languages {unknown or 'none given'}")
        self._ladder = Ladder(sources, monotonic)
        self._languages = tuple(languages)
        self._told: set[str] = set()
        self._opening = wav.join([mastering.master(wav.chime()), wav.silence(PAUSE_S)])

    def content_for(self, call: Call) -> bytes:
        """The call as a WAV file of 12 s at most; a language that does not fit is left out whole.

        Blocks while an engine renders what is new.
        """
        sound, until = self._opening, self._ladder.soon()
        for language in self._languages:
            spoken = self._spoken(grammars.fragments(call, language), language, until)
            gap = wav.silence(GAP_S if sound is not self._opening else 0.0)
            if spoken and wav.seconds(sound) + wav.seconds(gap) + wav.seconds(spoken) <= LONGEST_S:
                sound = wav.join([sound, gap, spoken])
            elif spoken:
                self._left_out(language)
        return wav.write(sound)

    def message_for(self, texts: Mapping[str, str]) -> bytes:
        """A message to everybody as a WAV file, from its text by language: each language of the
        hall in its order.

        Each lasts 20 s at most, and takes nothing from the next: what does not fit is left out from
        a sentence's end on. A message in no language of the hall is the chime alone. Blocks while
        an engine renders.
        """
        until = self._ladder.soon()
        parts = [self._text(_in(texts, language), language, until) for language in self._languages]
        sound = self._opening
        for part in filter(None, parts):
            gap = wav.silence(GAP_S if sound is not self._opening else 0.0)
            sound = wav.join([sound, gap, part])
        return wav.write(sound)

    def _text(self, text: str, language: str, until: float) -> wav.Samples:
        """As much of a text as there is time for in its language."""
        sound = wav.silence(0.0)
        for sentence in sentences(text):
            spoken = self._spoken([read(sentence, language)], language, until)
            if spoken is None:
                break
            longer = wav.join([sound, wav.silence(BREATH_S if sound else 0.0), spoken])
            if wav.seconds(longer) > LONGEST_MESSAGE_S:
                break
            sound = longer
        return sound

    def _left_out(self, language: str) -> None:
        if language not in self._told:
            log.warning("language left out of a call", extra={"language": language})
        self._told.add(language)

    def _spoken(self, pieces: Sequence[str], language: str, until: float) -> wav.Samples | None:
        """All pieces with the pauses between them; None when one of them cannot be had."""
        parts: list[wav.Samples] = []
        try:
            for place, piece in enumerate(pieces):
                pause_s = _PAUSES_S.get(pieces[place - 1][-1], 0.0) if place else 0.0
                parts += [wav.silence(pause_s), self._ladder.clip(piece, language, until)]
        except VoiceError:  # the ladder has said so in the log
            return None
        return wav.join(parts)


def _in(texts: Mapping[str, str], language: str) -> str:
    """The text for a language, or for the one it is a kind of: a hall in the south speaks
    `vi-vn-x-south` and its messages are written in `vi`.
    """
    return texts.get(language) or texts.get(language.partition("-")[0], "")
