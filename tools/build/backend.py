"""PEP 517/660 build backend: setuptools, after the files that git does not carry were made."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import assets
import node
from setuptools import build_meta

Settings = Mapping[str, Any] | None

prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable


def _requirements(asked: list[str]) -> list[str]:
    return asked if node.is_on_path() else [*asked, node.WHEEL]


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """What setuptools asks for, and Node where the machine has none."""
    return _requirements(build_meta.get_requires_for_build_wheel(config_settings))


def get_requires_for_build_editable(config_settings: Settings = None) -> list[str]:
    """What setuptools asks for, and Node where the machine has none."""
    return _requirements(build_meta.get_requires_for_build_editable(config_settings))


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    """What setuptools asks for, and Node where the machine has none."""
    return _requirements(build_meta.get_requires_for_build_sdist(config_settings))


def build_wheel(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Build a wheel that carries everything the programs need; returns its file name."""
    assets.make()
    # setuptools copies into build/lib and never clears it: deleted modules would live on.
    shutil.rmtree(Path("build") / "lib", ignore_errors=True)
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Build an editable wheel; the made files lie in the source tree."""
    assets.make()
    return build_meta.build_editable(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Build a source archive; the made files go into it, so that it builds without npm."""
    assets.make()
    return build_meta.build_sdist(sdist_directory, config_settings)
