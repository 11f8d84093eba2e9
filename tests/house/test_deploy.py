"""What is put on the machines of a centre: units, policies, the kiosk's installer."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.settings import KioskSettings
from queue_server.runtime.settings import load
from tests.house.files import ROOT, named, ours
from tests.house.test_documented_commands import PARSERS

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
INSTALLER = DEPLOY / "install-kiosk.sh"
# Flags of Chromium 156 that keep a page alone on a public screen. What older guides name as well,
# `--disable-session-crashed-bubble` and the feature `TranslateUI`, is gone.
ALONE = {
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-features=Translate",
    "--autoplay-policy=no-user-gesture-required",
    "--deny-permission-prompts",
    "--disable-notifications",
    "--check-for-update-interval=31536000",
    "--password-store=basic",
    "--force-device-scale-factor=1",
}
# Where the installer puts what it copies unchanged.
COPIED = {
    "systemd/motcua-kiosk.service": "etc/systemd/system/motcua-kiosk.service",
    "systemd/motcua-kiosk-browser.service": "etc/systemd/system/motcua-kiosk-browser.service",
    "logind/50-motcua-kiosk.conf": "etc/systemd/logind.conf.d/50-motcua-kiosk.conf",
    "chromium/motcua-kiosk.json": "etc/chromium/policies/managed/motcua-kiosk.json",
}
MADE = (
    "etc/motcua/kiosk.toml",
    "etc/motcua/screen.env",
    "etc/udev/rules.d/70-motcua-printer.rules",
)
ANSWERS = (
    *("--server", "http://10.0.0.1:8000", "--printer", "tcp://10.0.0.2:9100"),
    *("--profile", "epson-tm-t88", "--diagonal", "27", "--size", "1440x2560", "--turn", "left"),
    *("--top", "1450"),
)


def install(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The installer on a scratch root; nothing of this machine is changed."""
    wheel = root.parent / "motcua-0.0.0-py3-none-any.whl"
    wheel.touch()
    return subprocess.run(
        ["sh", str(INSTALLER), "--root", str(root), "--yes", "--wheel", str(wheel), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_every_file_for_the_machines_is_named_in_a_document() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    documents = "\n".join(page.read_text("utf-8") for page in pages)
    there = [named(path) for path in ours() if path.is_relative_to(DEPLOY)]
    assert there
    assert [name for name in there if name not in documents] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.stem))
def test_a_unit_starts_one_documented_program_and_starts_it_again_for_ever(unit: Path) -> None:
    text = unit.read_text("utf-8")
    started = re.findall(r"^ExecStart=(\S+)", text, re.M)
    ours_ = {f"/opt/motcua/bin/{name}" for name in PARSERS}
    assert len(started) == 1
    assert started[0] in {*ours_, "/usr/bin/cage"}
    for line in ("Restart=always", "StartLimitIntervalSec=0"):
        assert line in text.splitlines()


@pytest.mark.parametrize("name", ["motcua", "motcua-kiosk"])
def test_systemd_watches_the_programs_that_speak_to_it(name: str) -> None:
    lines = (DEPLOY / "systemd" / f"{name}.service").read_text("utf-8").splitlines()
    assert "Type=notify" in lines
    assert any(re.fullmatch(r"WatchdogSec=\d+", line) for line in lines)


def test_the_kiosks_browser_is_alone_on_the_screen_and_keeps_its_sandbox() -> None:
    text = (DEPLOY / "systemd" / "motcua-kiosk-browser.service").read_text("utf-8")
    command = re.search(r"^ExecStart=((?:.*\\\n)*.*)", text, re.M)
    assert command
    flags = set(command[1].replace("\\\n", " ").split())
    assert ALONE - flags == set()
    assert not any(flag.startswith(("--no-sandbox", "--app=")) for flag in flags)
    page = next(flag for flag in flags if flag.startswith("http"))
    policies = json.loads((DEPLOY / "chromium" / "motcua-kiosk.json").read_text("utf-8"))
    assert policies["URLBlocklist"][0] == "*"
    assert policies["URLAllowlist"] == [page.rstrip("/")]


def test_the_installer_writes_what_lies_in_deploy_and_the_answers(tmp_path: Path) -> None:
    root = tmp_path / "root"
    done = install(root, *ANSWERS)
    assert (done.returncode, done.stderr) == (0, "")
    written = files(root)
    assert set(written) == {*COPIED.values(), *MADE}
    for source, target in COPIED.items():
        assert written[target] == (DEPLOY / source).read_bytes(), target
    settings = load(KioskSettings, root / "etc/motcua/kiosk.toml", {})
    assert settings.server.url == "http://10.0.0.1:8000"
    assert settings.printer.device == "tcp://10.0.0.2:9100"
    assert settings.printer.profile == "epson-tm-t88"
    screen = settings.screen
    assert (screen.diagonal_in, screen.width_px, screen.height_px) == (27, 1440, 2560)
    assert screen.mount_top_mm == 1450
    assert b'\nCAGE="-r -r -r"\n' in written["etc/motcua/screen.env"]


def test_what_the_installer_was_not_asked_about_stays_as_in_the_example(tmp_path: Path) -> None:
    install(tmp_path / "root", *ANSWERS)
    made = tomllib.loads((tmp_path / "root/etc/motcua/kiosk.toml").read_text("utf-8"))
    example = tomllib.loads((DEPLOY / "kiosk.toml").read_text("utf-8"))
    asked = {
        "server": {"url"},
        "printer": {"device", "baud", "flow", "profile"},
        "screen": {"diagonal_in", "width_px", "height_px", "mount_top_mm"},
    }
    for table, keys in asked.items():
        for key in keys:
            made[table].pop(key)
            example[table].pop(key)
    assert made == example


def test_installed_again_nothing_changes_and_what_a_person_wrote_stays(tmp_path: Path) -> None:
    root = tmp_path / "root"
    install(root, *ANSWERS)
    settings = root / "etc/motcua/kiosk.toml"
    settings.write_text(settings.read_text("utf-8") + "# by hand\n", "utf-8")
    before = files(root)
    done = install(root, "--server", "http://10.9.9.9:8000")
    assert done.returncode == 0, done.stderr
    assert files(root) == before
    assert "written:" not in done.stdout
    assert "is not used: edit the file" in done.stdout


def test_a_dry_run_names_every_file_and_writes_none(tmp_path: Path) -> None:
    root = tmp_path / "root"
    done = install(root, *ANSWERS, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert not root.exists()
    named_ = set(re.findall(r"would write: /(\S+)", done.stdout))
    assert named_ == {*COPIED.values(), *MADE}


def test_taken_back_the_ledger_and_the_settings_stay(tmp_path: Path) -> None:
    root = tmp_path / "root"
    install(root, *ANSWERS)
    ledger = root / "var/lib/motcua-kiosk/ledger.db"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"numbers")
    done = install(root, "--uninstall")
    assert done.returncode == 0, done.stderr
    kept = {"var/lib/motcua-kiosk/ledger.db", "etc/motcua/kiosk.toml", "etc/motcua/screen.env"}
    assert set(files(root)) == kept


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--server", "somewhere"), "no server address: somewhere"),
        (("--server", "http://a\nb"), "no server address"),
        (("--diagonal", "big"), "no diagonal in inches: big"),
        (("--size", "1080"), "no size such as 1080x1920: 1080"),
        (("--top", "high"), "no height in millimetres: high"),
        (("--turn", "twice"), "no way to turn: twice"),
        (("--printer", "lp0; reboot"), "no printer: lp0; reboot"),
        (("--wheel", "./nowhere.whl"), "there is no ./nowhere.whl"),
        (("--everything",), "unknown: --everything"),
        (("--root", "/"), "leave it out"),
        (("--server",), "--server needs a value"),
    ],
)
def test_a_wrong_answer_is_told_and_changes_nothing(
    tmp_path: Path, wrong: tuple[str, ...], said: str
) -> None:
    root = tmp_path / "root"
    done = install(root, *ANSWERS, *wrong)
    assert done.returncode == 2
    assert said in done.stderr
    assert not root.exists()


def test_without_the_servers_address_nothing_is_guessed(tmp_path: Path) -> None:
    done = install(tmp_path / "root")
    assert done.returncode == 2
    assert "no server address" in done.stderr
