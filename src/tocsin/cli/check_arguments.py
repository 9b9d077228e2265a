"""The words of the commands that check messages: check, scan, verify, mail-in, mail-filter, explain."""

import argparse

from tocsin.charter.channels import CHANNELS
from tocsin.cli import mail_arguments
from tocsin.cli.argument_types import number_between, parse_dkim_key, parse_reception_day, parse_told_answer
from tocsin.locale.languages import LANGUAGES


def add_charter_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--charter", default="assurance_maladie", metavar="NAME|PATH", help="charter to apply"
    )


def add_found_charter_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--charter",
        metavar="NAME|PATH",
        help="charter to apply (default: that of the institution that a message claims to come from)",
    )


def add_language_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of what people read")


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    add_charter_argument(parser)
    add_language_argument(parser)


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "text",
        metavar="TEXT|-|FILE",
        help="the message itself, - for standard input, or a file: an e-mail (.eml, .msg), a picture, a text",
    )
    add("--channel", choices=CHANNELS, help="how it came (default: guessed)")
    add("--sender", default="", help="number, name or address shown as the sender")
    add(
        "--received",
        type=parse_reception_day,
        metavar="DATE",
        help="day it came (default: today, or as the e-mail says)",
    )
    add("--subject", default="", help="subject of an e-mail")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--solicited", action="store_true", default=None, help="the person had asked for it")
    asked.add_argument(
        "--not-solicited", dest="solicited", action="store_false", help="nobody had asked for it"
    )
    add("--inside-account", action="store_true", help="read inside the person's secured account")
    add(
        "--told", type=parse_told_answer, action="append", default=[], metavar="QUESTION=ANSWER",
        help="what the person answers to a spoken question, such as code=yes, where no text is left",
    )  # fmt: skip
    add("--eml", action="store_true", help="read the input as the source of an e-mail, whatever its name")
    add(
        "--trust-host",
        default="",
        metavar="HOST",
        help="server whose Authentication-Results count (else none do)",
    )
    add_dkim_key_argument(parser)
    add("--json", action="store_true", help="one JSON object instead of words")
    add_register_argument(parser)
    add_feeds_argument(parser)
    add_circulating_argument(parser)
    add_found_charter_argument(parser)
    add_language_argument(parser)


def add_dkim_key_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dkim-key", type=parse_dkim_key, action="append", default=[], metavar="NAME=FILE",
        help="public key, as SELECTOR._domainkey.DOMAIN=FILE, to verify a signature without the network",
    )  # fmt: skip


def add_register_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--register",
        choices=("store",),
        help="look codes up in the register of the messages sent, in the store of the service",
    )


def add_feeds_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--feeds", metavar="FOLDER", help="folder of others' lists of hosts, links and numbers, as for feeds"
    )


def add_circulating_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--circulating",
        choices=("store",),
        help="say which confirmed fraud campaign a message belongs to, by the store of the service",
    )


def add_output_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """Of what answers many lines."""
    said = f"where to write {what}; replaced in one step at the end (default: output)"
    parser.add_argument("--out", metavar="FILE", help=said)
    parser.add_argument("--strict", action="store_true", help="exit with 65 where a line could not be read")


def add_scan_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("input", metavar="IN.jsonl|-", help="messages, one JSON object a line")
    add("--jobs", type=number_between(1, 1024), metavar="N", help="processes (default: one a core)")
    add_output_arguments(parser, "verdicts")
    add_register_argument(parser)
    add_feeds_argument(parser)
    add_circulating_argument(parser)
    add_found_charter_argument(parser)
    add_language_argument(parser)


def add_mail_in_arguments(parser: argparse.ArgumentParser) -> None:
    mail_arguments.add_mail_in_arguments(parser)
    add_judging_arguments(parser)


def add_mail_filter_arguments(parser: argparse.ArgumentParser) -> None:
    mail_arguments.add_mail_filter_arguments(parser)
    add_judging_arguments(parser)


def add_judging_arguments(parser: argparse.ArgumentParser) -> None:
    """What a mail is held against."""
    add_dkim_key_argument(parser)
    add_register_argument(parser)
    add_found_charter_argument(parser)


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("code", metavar="CODE", help="the code, as it stands on the message: K7QF-2M9D")
    add("--text", metavar="TEXT|-", help="the whole message, to compare it; - for standard input")
    add("--sender", default="", help="number or name shown as the sender")
    add("--received", type=parse_reception_day, metavar="DATE", help="day it came")
    add("--to", metavar="NUMBER", help="telephone number that received it; needs the keys of the service")
    add("--register", choices=("store",), help="the register of the store: there is no other")
    add("--json", action="store_true", help="one JSON object instead of words")
    add("--lang", choices=LANGUAGES, default="fr", help="language of what people read")


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "clause", metavar="CLAUSE", help="name of a clause or of a sign, as a reason cites it"
    )
    add_common_arguments(parser)
