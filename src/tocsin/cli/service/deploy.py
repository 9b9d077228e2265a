"""``tocsin deploy``: whether this machine is ready to take part."""

import argparse
from collections.abc import Iterator

from tocsin.cli.service import preflight
from tocsin.cli.service.preflight import PreflightFinding


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="what is missing on this machine; 1 where something is")
    check.add_argument(
        "--for", dest="parts", action="append", choices=tuple(preflight.PARTS), metavar="PART",
        help=f"what it is to do: {', '.join(preflight.PARTS)}; again for more (default: all of these)",
    )  # fmt: skip
    check.add_argument(
        "--running", action="store_true", help="also whether each kind of process is at work somewhere"
    )


def run_command(options: argparse.Namespace) -> int:
    """Look at everything, and say what was found."""
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
