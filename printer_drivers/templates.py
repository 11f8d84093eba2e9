"""Where templates of displays and pads are found: among ours, or in a file of the centre."""

from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "displays"


def template_text(name: str) -> str:
    """The text of a template by its name (``display-modbus``) or the path of its file.

    Raises ValueError when there is none, or its file is no text.
    """
    ours = FOLDER / f"{name}.toml"
    try:
        return (ours if ours.is_file() else Path(name)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        known = ", ".join(sorted(path.stem for path in FOLDER.glob("*.toml")))
        raise ValueError(f"no template {name!r}; a file, or one of: {known}") from error
