"""Serves what all pages share, under `/shared`: our scripts and styles, and the vendored files."""

import json
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory

HERE = Path(__file__).parent
FOLDERS = {name: HERE / name for name in ("static", "vendor")}
ADDRESSES = {f"/shared/{name}": folder for name, folder in FOLDERS.items()}
# Long enough to spare a board's morning reload, short enough that a release shows at once;
# afterwards the ETag costs a 304.
MAX_AGE_S = 300


class AssetsMissing(RuntimeError):
    """The vendored files were never made; the text says how to make them."""


def create() -> Blueprint:
    """The blueprint of `/shared/static/…` and `/shared/vendor/…` and of the template `page.html`.

    Raises AssetsMissing where the vendored files are not all there.
    """
    check_vendor(FOLDERS["vendor"])
    shared = Blueprint("shared", __name__, url_prefix="/shared", template_folder="templates")

    @shared.get("/<any(static, vendor):folder>/<path:name>")
    def file(folder: str, name: str) -> Response:
        if name.endswith((".d.ts", "manifest.json")):  # for checkers, not for browsers
            abort(404)
        return send_shared(FOLDERS[folder], name)

    return shared


def send_shared(folder: Path, name: str) -> Response:
    """A static file with ETag and a short cache life; 404 outside the folder.

    Also for the `static` folders of other packages.
    """
    response = send_from_directory(folder, name, max_age=MAX_AGE_S, conditional=True)
    response.cache_control.public = True
    for said_already in ("Content-Disposition", "Expires", "Last-Modified", "Accept-Ranges"):
        response.headers.pop(said_already, None)
    if name.endswith(".js"):  # module scripts are refused under the types some systems register
        response.mimetype = "text/javascript"
    return response


def check_vendor(folder: Path) -> None:
    """Raise AssetsMissing unless every file of the manifest is there."""
    manifest = folder / "manifest.json"
    names = (
        json.loads(manifest.read_text("utf-8"))["files"]
        if manifest.exists()
        else ["the script of the pages"]
    )
    lost = [name for name in names if not (folder / name).exists()]
    if lost:
        raise AssetsMissing(f"{lost[0]} is missing: run python tools/build/assets.py (or make run)")
