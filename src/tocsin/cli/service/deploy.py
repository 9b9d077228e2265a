"""``tocsin deploy``: whether this machine is ready to take part, and the papers that a public body needs to open."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tocsin.cli import exit_status
from tocsin.cli.argument_types import parse_day
from tocsin.cli.service import preflight
from tocsin.cli.service.preflight import PreflightFinding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="what is missing on this machine; 1 where something is")
    check.add_argument(
        "--for", dest="parts", action="append", choices=tuple(preflight.PARTS), metavar="PART",
        help=f"what it is to do: {', '.join(preflight.PARTS)}; again for more (default: all of these)",
    )  # fmt: skip
    check.add_argument(
        "--running", action="store_true", help="also whether each kind of process is at work somewhere"
    )
    kit = actions.add_parser(
        "kit", help="the papers of a public body: register of processing, impact assessment, accessibility"
    )
    kit.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="where they are written, as Markdown"
    )
    kit.add_argument("--on", type=parse_day, metavar="DATE", help="the day that they bear (default: today)")


def run_command(options: argparse.Namespace) -> int:
    return _write_kit(options) if options.action == "kit" else _check(options)


def _write_kit(options: argparse.Namespace) -> int:
    """Write every paper, and say what only the body can fill in."""
    from tocsin.cli.service.opening_kit.documents import DOCUMENTS, TO_FILL, write_document
    from tocsin.web.site_operator import BAD_SETTINGS, read_site_operator

    try:
        operator = read_site_operator()
    except BAD_SETTINGS as error:
        raise exit_status.UsageError(str(error), place="deploy kit") from error
    options.out.mkdir(parents=True, exist_ok=True)
    for name in DOCUMENTS:
        text = write_document(name, operator, options.on or date.today())
        (options.out / name).write_text(text, encoding="utf-8")
        left = text.count(TO_FILL)
        print(f"{options.out / name}: {f'{left} places to fill in' if left else 'complete'}")
    return 0


def _check(options: argparse.Namespace) -> int:
    missing = 0
    for found in _run_checks(options.parts or list(preflight.PARTS), options.running):
        print(f"{' ' if found.ok else '!'} {found.about}: {found.said}", flush=True)
        missing += not found.ok
    print(f"{missing} {'thing is' if missing == 1 else 'things are'} missing." if missing else "Ready.")
    return 1 if missing else 0


def _run_checks(parts: list[str], running: bool) -> Iterator[PreflightFinding]:
    for look in preflight.ALWAYS:
        yield from look()
    for part in parts:
        for look in preflight.PARTS[part]:
            yield from look()
    if running:
        yield from preflight.check_running_processes()
