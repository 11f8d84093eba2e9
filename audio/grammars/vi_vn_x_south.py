"""Vietnamese as it is spoken in the south: "lẻ" for "linh", "ngàn" for "nghìn".

The private-use subtag of the tag is the one by which espeak-ng knows its southern voice.
"""

from audio.grammars.vi import grammar_of
from audio.numbers_vi import Region

GRAMMAR = grammar_of(Region.SOUTH)
