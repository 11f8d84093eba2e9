"""``motcua-printer``: try a printer, see its state, preview a receipt, or run a virtual printer."""

import argparse
import errno
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from printer_drivers import logo, look
from printer_drivers import profile as profiles
from printer_drivers.api import Printer, PrinterError, PrinterStatus, PrintState
from printer_drivers.clock import RealClock
from printer_drivers.connection import Connection, Kind, check_device
from printer_drivers.escpos_commands import EscposCommands
from printer_drivers.opening import open_printer
from printer_drivers.probe import time_acknowledgements
from printer_drivers.raster import bands
from printer_drivers.receipt import (
    Big,
    Check,
    Line,
    Pair,
    Qr,
    Receipt,
    Rule,
    Space,
    WidthMm,
    from_json,
)
from printer_drivers.render import Renderer
from printer_drivers.transports import open_line
from printer_drivers.virtual import Fault
from printer_drivers.virtual_pty import NotUnderstood, PtyPrinter, tell
from printer_drivers.virtual_tcp import TcpDoor

SETTLE_S = 5.0  # for a printer to answer after its port was opened


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; 0 when it went well, 1 when the printer did not do it, 2 for wrong usage."""
    chosen = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = chosen.verb
    ended = int(
        verb not in (_profiles, _preview)
    )  # which only show; of the others nothing is known
    try:
        if getattr(chosen, "write", None):
            _must_be_new(chosen.write)
        ended = verb(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for Python's last flush
    except (OSError, ValueError) as error:
        print(f"motcua-printer: {error}", file=sys.stderr)
        return 1
    return ended


def sample_page(width_mm: WidthMm, dots: int | None = None) -> Receipt:
    """A page that shows every kind of block, all marks of Vietnamese, and both edges."""
    blocks = (
        Line("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", bold=True, align="centre"),
        Line("Trang in thử · Test page", size="small", align="centre"),
        Rule(),
        Big("A042"),
        Line("Đăng ký khai sinh, kết hôn", size="large", bold=True, align="centre"),
        Space(2),
        Pair("Số người chờ trước", "7"),
        Pair("Dự kiến gọi", "09:42"),
        Rule(),
        Line("Giấy tờ cần mang theo", bold=True),
        Check("Tờ khai đăng ký khai sinh (theo mẫu)"),
        Check("Giấy chứng sinh hoặc văn bản xác nhận của người làm chứng về việc sinh"),
        Qr("https://motcua.example.vn/t/8fJ2kQx7Lm0Za"),
        Line("Quét mã để theo dõi số thứ tự trên điện thoại", size="small", align="centre"),
    )
    return Receipt(blocks, width_mm, dots=dots)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua-printer", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    virtual = verbs.add_parser("virtual", help="run a virtual printer until stopped")
    virtual.add_argument("--device", type=Path, required=True, help="symlink to make")
    virtual.add_argument("--paper", type=Path, required=True, help="directory for cut paper")
    virtual.add_argument("--width-mm", type=int, choices=(58, 80), default=80)
    virtual.add_argument("--baud", type=int, help="pace the line; default: as fast as possible")
    virtual.add_argument("--tcp", type=int, metavar="PORT", help="also on 127.0.0.1; 0: any free")
    virtual.set_defaults(verb=_virtual)

    order = verbs.add_parser("tell", help="make something happen to a virtual printer")
    order.add_argument("device", type=Path)
    faults = [fault.value for fault in Fault]
    order.add_argument("what", choices=[*faults, "unplug", "plug", "state"])
    order.add_argument("after_rows", type=int, nargs="?", default=0)
    order.set_defaults(verb=_tell)

    _add_trying(verbs)
    _add_looking(verbs)
    return parser


def _add_trying(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verbs that need a printer."""
    for name, verb, text in (
        ("test", _test, "print a test page"),
        ("status", _status, "show what the printer says"),
        ("probe", _probe, "feed 60 mm: does it acknowledge before it prints?"),
        ("look", _look, "print every kind of Vietnamese letters: which one reads right?"),
        ("logo", _logo, "keep a picture in the printer's memory"),
        ("soak", _soak, "print many numbered tickets and count what became of them"),
    ):
        device = verbs.add_parser(name, help=text)
        device.add_argument("device", type=_device, help="/dev/…, tcp://HOST:PORT, file:///PATH")
        device.add_argument("--baud", type=int, default=115200, help="of a serial port")
        device.add_argument("--flow", choices=("none", "rtscts", "xonxoff"), default="none")
        device.add_argument("--profile", default=profiles.DEFAULT, help="see the verb profiles")
        device.add_argument("--width-mm", type=int, choices=(58, 80), default=0)
        device.set_defaults(verb=verb)
        if verb is _logo:
            device.add_argument("picture", type=Path, help="black on white, no wider than the head")
            device.add_argument("--yes", action="store_true", help="do not ask")
        if verb in (_probe, _look, _logo):
            device.add_argument("--write", type=Path, help="a new profile with what was found")
        if verb is _look:
            device.add_argument(
                "--good", type=int, nargs="+", metavar="N", help="of a page that you have in hand"
            )
        if verb is _soak:
            device.add_argument("--tickets", type=int, default=100, metavar="N")


def _add_looking(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The verbs that need no printer."""
    known = verbs.add_parser("profiles", help="what is known of printers, and how it is known")
    known.add_argument("name", nargs="?", help="one of them, or a TOML file; default: all")
    known.set_defaults(verb=_profiles)

    preview = verbs.add_parser("preview", help="draw a receipt (JSON) as PNG on standard output")
    preview.add_argument("file", type=Path, nargs="?", help="default: the test page")
    preview.add_argument("--width-mm", type=int, choices=(58, 80), default=80)
    preview.add_argument("--stats", action="store_true", help="numbers instead of the picture")
    preview.set_defaults(verb=_preview)


def _virtual(chosen: argparse.Namespace) -> int:
    width = 384 if chosen.width_mm == 58 else 576
    stops = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)  # before any thread: they inherit it
    with ExitStack() as stack:
        stack.enter_context(PtyPrinter(chosen.device, chosen.paper, width, chosen.baud))
        if chosen.tcp is not None:
            door = stack.enter_context(TcpDoor(chosen.device, chosen.tcp))
            print(f"tcp://127.0.0.1:{door.port}", flush=True)
        print(f"{chosen.device}: its paper comes out in {chosen.paper}", flush=True)
        signal.sigwait(stops)
    return 0


def _tell(chosen: argparse.Namespace) -> int:
    try:
        print(tell(chosen.device, f"{chosen.what} {chosen.after_rows}"))
    except NotUnderstood as error:
        print(f"motcua-printer: {error}", file=sys.stderr)
        return 1
    return 0


def _device(text: str) -> str:
    try:
        check_device(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _opened(chosen: argparse.Namespace, profile: profiles.Profile) -> Printer:
    connection = Connection(chosen.device, chosen.baud, chosen.flow)
    printer = open_printer(connection, lambda: datetime.now(UTC), known=profile)
    until = time.monotonic() + SETTLE_S
    while not printer.status().ready and time.monotonic() < until:
        if connection.kind is Kind.FILE:
            break  # it will never be
        time.sleep(0.02)
    return printer


def _test(chosen: argparse.Namespace) -> int:
    profile = profiles.load(chosen.profile)
    roll = profile.roll(chosen.width_mm)
    printer = _opened(chosen, profile)
    result = printer.print(sample_page(roll.mm, roll.dots.value))
    printer.close()
    print(f"{result.state} ({result.level}){f': {result.code}' if result.code else ''}")
    return 0 if result.state is PrintState.CONFIRMED else 1


def _soak(chosen: argparse.Namespace) -> int:
    """Numbers, so that a person can count the papers and see which is missing or twice."""
    profile = profiles.load(chosen.profile)
    roll = profile.roll(chosen.width_mm)
    printer = _opened(chosen, profile)
    ends: Counter[str] = Counter()
    spent = [0.0]
    with suppress(KeyboardInterrupt):
        for number in range(1, chosen.tickets + 1):
            page = Receipt((Line(f"{number} / {chosen.tickets}"), Big(f"{number:03}")), roll.mm)
            began = time.monotonic()
            result = printer.print(page)
            spent.append(time.monotonic() - began)
            ends[f"{result.state}{f' ({result.code})' if result.code else ''}"] += 1
            print(f"{number:5} of {chosen.tickets}: {result.state}, {spent[-1]:.2f} s", flush=True)
    printer.close()
    print(", ".join(f"{count} {end}" for end, count in ends.most_common()), end="; ")
    print(f"{sum(spent) / max(1, len(spent) - 1):.2f} s each, {max(spent):.2f} s at the longest")
    return 0 if ends.total() == ends[PrintState.CONFIRMED] == chosen.tickets else 1


def _status(chosen: argparse.Namespace) -> int:
    printer = _opened(chosen, profiles.load(chosen.profile))
    status = printer.status()
    printer.close()
    print(_told(status))
    return 0 if status.ready else 1


def _told(status: PrinterStatus) -> str:
    """What it says of itself, "unknown" where it said nothing, and then what comes of that."""

    def said(value: bool | None) -> str:
        return "unknown" if value is None else "yes" if value else "no"

    facts = (
        f"link {status.link}",
        f"online {said(status.online)}",
        f"paper {status.paper}",
        f"cover open {said(status.cover_open)}",
        f"cutter error {said(status.cutter_error)}",
        f"stuck {said(status.stuck)}",
        f"last seen {status.last_seen or 'never'}",
    )
    return ", ".join(facts) + "\n" + (status.problem.code if status.problem else "ready")


def _probe(chosen: argparse.Namespace) -> int:
    commands = EscposCommands(cutter=profiles.load(chosen.profile).cutter.value)
    try:
        line = open_line(Connection(chosen.device, chosen.baud, chosen.flow))
        with closing(line):
            found = time_acknowledgements(line, commands, RealClock(lambda: datetime.now(UTC)))
    except PrinterError as error:
        print(error.code)
        return 1
    print(f"answered after {found.idle_s:.3f} s, with 60 mm to feed after {found.feed_s:.3f} s")
    if chosen.write:
        source = f"motcua-printer probe, {datetime.now(UTC):%Y-%m-%d}"
        text = profiles.probed(profiles.text_of(chosen.profile), found.early, source)
        _write_new(chosen.write, text)
    if found.mm_per_s is None:
        print("early: it acknowledges before it prints, its confirmations prove nothing:")
        print("--write FILE makes a profile that says so")
        return 1
    print(f"it acknowledges when it has printed; the paper moved at {found.mm_per_s:.0f} mm/s")
    return 0


def _look(chosen: argparse.Namespace) -> int:
    known = profiles.load(chosen.profile)
    tried = look.candidates(known)
    if chosen.good is None and not _print_look(chosen, known, tried):
        return 1
    good: list[int] = chosen.good or _asked()
    if not good:
        print("with the numbers that read right: the same again with --good N … --write FILE")
        return 0
    letters, codes = look.chosen(tried, good)
    print(f"letters: {letters.name}; QR codes: {'its own' if codes else 'pictures'}")
    if chosen.write:
        source = f"seen on paper, {datetime.now(UTC):%Y-%m-%d}"
        text = profiles.text_of(chosen.profile)
        _write_new(chosen.write, profiles.looked(text, letters, codes, source))
    return 0


def _print_look(
    chosen: argparse.Namespace, known: profiles.Profile, tried: list[look.Candidate]
) -> bool:
    roll = known.roll(chosen.width_mm)
    page = look.page(tried, Renderer(), roll.mm, roll.dots.value)
    commands = EscposCommands(cutter=known.cutter.value)
    try:
        with closing(open_line(Connection(chosen.device, chosen.baud, chosen.flow))) as line:
            look.print_page(line, commands, RealClock(lambda: datetime.now(UTC)), page)
    except PrinterError as error:
        print(error.code)
        return False
    return True


def _logo(chosen: argparse.Namespace) -> int:
    known = profiles.load(chosen.profile)
    dots = known.roll(chosen.width_mm).dots.value
    ink = logo.read(chosen.picture, dots)
    if not (chosen.yes or _agreed(f'Replace the picture "{logo.KEY}" in its memory?')):
        print("Nothing was changed. That memory wears: no more than ten times a day. --yes: do it")
        return 1
    commands = EscposCommands(cutter=known.cutter.value)
    try:
        with closing(open_line(Connection(chosen.device, chosen.baud, chosen.flow))) as line:
            told = logo.definition(ink, dots)
            logo.store(line, commands, RealClock(lambda: datetime.now(UTC)), told)
    except PrinterError as error:
        print(error.code)
        return 1
    print("It acknowledged, and printed what it has. Without a picture on the paper it has none.")
    if chosen.write and (chosen.yes or _agreed("Is the picture on the paper right?")):
        kept = profiles.StoredLogo(logo.KEY, logo.digest(ink))
        source = f"motcua-printer logo, {datetime.now(UTC):%Y-%m-%d}"
        text = profiles.text_of(chosen.profile)
        _write_new(chosen.write, profiles.with_logo(text, kept, source))
    return 0


def _agreed(question: str) -> bool:
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _asked() -> list[int]:
    if not sys.stdin.isatty():
        return []
    print("Which numbers read exactly like the first two lines, and whose QR code opens?")
    return [int(number) for number in input("numbers, nothing for none: ").split()]


def _must_be_new(path: Path) -> None:
    """Before paper and the printer's memory are spent on it. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(
            errno.EEXIST, "is there already, and is never written over", str(path)
        )


def _write_new(path: Path, text: str) -> None:
    profiles.parse(text, str(path))  # whatever the text was that it was made of
    with path.open("x", encoding="utf-8") as file:  # never over another one
        file.write(text)
    print(f"written; the value of printer.profile: {path.resolve()}")


def _profiles(chosen: argparse.Namespace) -> int:
    wanted = [chosen.name] if chosen.name else profiles.names()
    for name in wanted:
        print(*profiles.described(name, profiles.load(name)), "", sep="\n")
    return 0


def _preview(chosen: argparse.Namespace) -> int:
    page = from_json(chosen.file.read_bytes()) if chosen.file else sample_page(chosen.width_mm)
    if not chosen.stats:
        sys.stdout.buffer.write(Renderer().preview(page))
        return 0
    renderer, commands = Renderer(), EscposCommands()
    list(renderer.strips(page))  # loads the fonts
    began = time.perf_counter()
    strips = list(renderer.strips(page))
    drawn = time.perf_counter()
    jobs = [commands.band(band) for band in bands(strips)]
    composed = time.perf_counter()
    size = sum(map(len, jobs)) + len(commands.reset()) + len(commands.cut())
    height = sum(strip.rows for strip in strips) / 8
    print(
        f"{size} bytes in {len(jobs)} bands, {height:.0f} mm; {size / 11520:.2f} s at 115200 baud"
    )
    print(f"{(drawn - began) * 1e3:.1f} ms drawing, {(composed - drawn) * 1e3:.1f} ms composing")
    return 0


if __name__ == "__main__":
    sys.exit(main())
