"""The words of the commands for mail, apart from what these commands import."""

import argparse
from pathlib import Path

from tocsin.cli.argument_types import number_between


def parse_mail_address(text: str) -> str:
    local, _, domain = text.rpartition("@")
    if not local or "." not in domain or any(c.isspace() or c in '<>,;"' for c in text) or not text.isascii():
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as verifier@service.example")
    return text


def add_mail_in_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``mail-in``, beside those that every check shares."""
    add = parser.add_argument
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--lmtp", metavar="PATH|HOST:PORT", help="where a mail server delivers by LMTP")
    ways.add_argument(
        "--imap",
        action="store_true",
        help="watch the mailbox that $TOCSIN_IMAP names; handled mails are deleted",
    )
    ways.add_argument(
        "--outcomes", action="store_true",
        help="write to those who asked for it what became of their report, once each; and end",
    )  # fmt: skip
    ways.add_argument(
        "--show", metavar="FILE.eml", help="write the answer that a mail would get, and send nothing"
    )
    add(
        "--address",
        type=parse_mail_address,
        required=True,
        metavar="ADDRESS",
        help="our own address, from which answers go out",
    )
    add(
        "--alias",
        type=parse_mail_address,
        action="append",
        default=[],
        metavar="ADDRESS",
        help="another address of ours, never answered; can be repeated",
    )
    add(
        "--trust-host", required=True, metavar="HOST",
        help="server whose Authentication-Results prove who wrote",
    )  # fmt: skip
    add("--folder", type=Path, metavar="FOLDER", help="where digests of what was answered are kept")
    add(
        "--per-hour",
        type=number_between(1, 100_000),
        default=10,
        metavar="N",
        help="answers a sender gets in an hour (default: 10)",
    )
    add(
        "--reports",
        action="store_true",
        help="keep as a report what comes under the word SIGNALER or REPORT, masked, in the service's store",
    )
    add("--aside", default="", metavar="FOLDER", help="with --imap: folder for mails without an answer")


def add_mail_filter_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of ``mail-filter``, beside those that every check shares."""
    add = parser.add_argument
    add(
        "--milter",
        metavar="HOST:PORT|PATH",
        help="where the mail server asks as of a milter (default: one mail on standard input)",
    )
    add(
        "--trust-host", default="", metavar="HOST",
        help="server whose Authentication-Results count (else none do)",
    )  # fmt: skip
