"""The words of the command line: commands, arguments and options."""

import argparse
from collections.abc import Callable
from typing import NoReturn

from tocsin import __version__
from tocsin.charter.channels import CHANNELS
from tocsin.cli import mail_arguments
from tocsin.cli.argument_types import (
    parse_count,
    parse_day,
    parse_dkim_key,
    parse_fact,
    parse_local_time,
    parse_reception_day,
    parse_share,
    parse_told_answer,
)
from tocsin.cli.exit_status import UsageError
from tocsin.cli.service import SERVICE, arguments_adder, list_added_commands
from tocsin.locale.languages import LANGUAGES

EPILOG = """exit status:
  0   nothing against the message, or the command did its work
  1   suspicious (check), warned about (guard), a code alone or used again (verify),
      or something was found (charter lint, charter test, flow lint,
      flow play --replay, eval below its threshold)
  2   imposture (check), blocked (guard), or a code with another text (verify)
  3   a code that is not known (verify), or a mail without an answer (mail-in --show)
  64  the command was not understood      65  the content cannot be read
  66  no such file, or not readable       69  the store or the service is not there
  70  internal error
  74  reading or writing failed           130 interrupted
"""


class CommandParser(argparse.ArgumentParser):
    """Refuses with our own exit status: 2 already means imposture."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, place=self.prog)


Adds = Callable[[argparse.ArgumentParser], None]


def _add_charter_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--charter", default="assurance_maladie", metavar="NAME|PATH", help="charter to apply"
    )


def _add_found_charter_argument(parser: argparse.ArgumentParser) -> None:
    """Where the institution is found by itself."""
    parser.add_argument(
        "--charter",
        metavar="NAME|PATH",
        help="charter to apply (default: that of the institution that a message claims to come from)",
    )


def _add_language_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of what people read")


def _add_common_arguments(parser: argparse.ArgumentParser) -> None:
    _add_charter_argument(parser)
    _add_language_argument(parser)


def _add_check_arguments(parser: argparse.ArgumentParser) -> None:
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
    _add_dkim_key_argument(parser)
    add("--json", action="store_true", help="one JSON object instead of words")
    _add_register_argument(parser)
    _add_feeds_argument(parser)
    _add_circulating_argument(parser)
    _add_found_charter_argument(parser)
    _add_language_argument(parser)


def _add_dkim_key_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--dkim-key", type=parse_dkim_key, action="append", default=[], metavar="NAME=FILE",
        help="public key, as SELECTOR._domainkey.DOMAIN=FILE, to verify a signature without the network",
    )  # fmt: skip


def _add_register_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--register",
        choices=("store",),
        help="look codes up in the register of the messages sent, in the store of the service",
    )


def _add_feeds_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--feeds", metavar="FOLDER", help="folder of others' lists of hosts, links and numbers, as for feeds"
    )


def _add_circulating_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--circulating",
        choices=("store",),
        help="say which confirmed fraud campaign a message belongs to, by the store of the service",
    )


def _add_output_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """Of what answers many lines."""
    said = f"where to write {what}; replaced in one step at the end (default: output)"
    parser.add_argument("--out", metavar="FILE", help=said)
    parser.add_argument("--strict", action="store_true", help="exit with 65 where a line could not be read")


def _add_scan_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("input", metavar="IN.jsonl|-", help="messages, one JSON object a line")
    add("--jobs", type=parse_count, metavar="N", help="processes (default: one a core)")
    _add_output_arguments(parser, "verdicts")
    _add_register_argument(parser)
    _add_feeds_argument(parser)
    _add_circulating_argument(parser)
    _add_found_charter_argument(parser)
    _add_language_argument(parser)


def _add_mail_in_arguments(parser: argparse.ArgumentParser) -> None:
    mail_arguments.add_mail_in_arguments(parser)
    _add_judging_arguments(parser)


def _add_mail_filter_arguments(parser: argparse.ArgumentParser) -> None:
    mail_arguments.add_mail_filter_arguments(parser)
    _add_judging_arguments(parser)


def _add_judging_arguments(parser: argparse.ArgumentParser) -> None:
    """What a mail is held against."""
    _add_dkim_key_argument(parser)
    _add_register_argument(parser)
    _add_found_charter_argument(parser)


def _add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("code", metavar="CODE", help="the code, as it stands on the message: K7QF-2M9D")
    add("--text", metavar="TEXT|-", help="the whole message, to compare it; - for standard input")
    add("--sender", default="", help="number or name shown as the sender")
    add("--received", type=parse_reception_day, metavar="DATE", help="day it came")
    add("--to", metavar="NUMBER", help="telephone number that received it; needs the keys of the service")
    add("--register", choices=("store",), help="the register of the store: there is no other")
    add("--json", action="store_true", help="one JSON object instead of words")
    add("--lang", choices=LANGUAGES, default="fr", help="language of what people read")


def _add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "clause", metavar="CLAUSE", help="name of a clause or of a sign, as a reason cites it"
    )
    _add_common_arguments(parser)


def _add_charter_actions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    show = actions.add_parser("show", help="its clauses, channel by channel")
    show.add_argument("--on", type=parse_day, metavar="DATE", help="only those that may hold on a day")
    show.add_argument("--channel", choices=CHANNELS, help="only those of a channel")
    lint = actions.add_parser("lint", help="look for mistakes in the data")
    diff = actions.add_parser("diff", help="what changes between two days")
    diff.add_argument("before", type=parse_day, metavar="DATE", help="the earlier day")
    diff.add_argument("after", type=parse_day, metavar="DATE", help="the later day")
    test = actions.add_parser("test", help="run its examples and near misses")
    publish = actions.add_parser("publish", help="its data, signed, as files to put on a server")
    publish.add_argument("folder", metavar="FOLDER", help="where to write them")
    publish.add_argument("--all", action="store_true", help="all that come with Tocsin, in one file")
    publish.add_argument("--key", metavar="FILE", help="Ed25519 private key in PEM (default: not signed)")
    for action in (show, lint, diff, test, publish):
        _add_common_arguments(action)
    actions.add_parser("list", help="the charters that come with Tocsin")
    new = actions.add_parser("new", help="a folder to fill in for another institution")
    new.add_argument("id", metavar="ID", help="its name for programs: letters, digits and _")
    new.add_argument("--folder", default=".", metavar="FOLDER", help="where to write it (default: here)")


def _add_eval_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="+", metavar="FILE", help="messages, replies or drafts, with what is expected")
    add("--json", action="store_true", help="the figures as JSON")
    add("--worst", type=int, default=20, metavar="N", help="how many errors to show (default: 20)")
    add("--min-verdict", type=parse_share, metavar="SHARE", help="exit with 1 where fewer verdicts are right")
    add(
        "--min-reasons",
        type=parse_share,
        metavar="SHARE",
        help="exit with 1 where fewer expected reasons are cited",
    )
    add(
        "--charter",
        default="assurance_maladie",
        metavar="NAME|PATH|any",
        help="charter to apply; any: that of the institution found in each message",
    )
    add(
        "--ledger",
        metavar="FILE.ndjson",
        help="add the figures, with commit and digests, to this ledger, and write its page beside it",
    )
    add("--note", default="", metavar="TEXT", help="what the ledger should say of this measurement")


def _add_reply_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", metavar="IN.jsonl|-", help="replies, one JSON object a line")
    _add_output_arguments(parser, "what was understood")


def _add_guard_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "input",
        nargs="?",
        metavar="FILE.jsonl|-|FLOW|FLOW.yaml",
        help="drafts, one JSON object a line; or a flow, by name or from a file",
    )
    add("--text", help="one text, instead of a file")
    add("--sender", default="", help="number or name that the telephone will show")
    add(
        "--flow",
        choices=("case", "contact", "other"),
        default="other",
        help="whom it goes to (default: other)",
    )
    add("--consent", action="store_true", help="the case agreed that contacts may know who named them")
    add("--id", default=None, metavar="NAME", help="name of the template, for waivers")
    add(
        "--on",
        type=parse_day,
        metavar="DATE",
        help="day of the charter (default: today, or the last day of the flow)",
    )
    add("--waivers", metavar="FILE", help="what is allowed all the same: a YAML file")
    add("--json", action="store_true", help="JSON instead of words, for one text or a flow")
    _add_output_arguments(parser, "rulings")
    _add_common_arguments(parser)


PLAN_DAYS = {
    "onset": "first day of symptoms",
    "sample": "day of the positive sample",
    "first-contact": "day of the first contact",
    "last-contact": "day of the last contact",
    "informed": "day on which the person was told",
    "index-onset": "first day of symptoms, or sample, of the case at home",
    "index-recovery": "day of recovery of the last case at home",
    "first-test": "day of a contact's first test",
    "infected-on": "day of a former infection",
}
"""Days that a plan may count from."""
PLAN_KNOWN = {
    "household": "lives with the case",
    "vaccinated": "is fully vaccinated, as the rule of that day means it",
    "immunosuppressed": "has a weakened immune system",
    "fragile": "is at risk of a severe form",
    "symptoms": "has or had symptoms",
}
"""What is known of a person, or not."""


def _add_protocol_actions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    show = actions.add_parser("show", help="the instructions in force on a day, with both dates and sources")
    plan = actions.add_parser("plan", help="what one person had to do, day by day, and by which rule")
    plan.add_argument("role", choices=("case", "contact"), help="ill, or exposed to somebody ill")
    for name, text in PLAN_DAYS.items():
        plan.add_argument(f"--{name}", type=parse_day, metavar="DATE", help=text)
    for name, text in PLAN_KNOWN.items():
        plan.add_argument(
            f"--{name}", action=argparse.BooleanOptionalAction, help=f"{text}; left out: not known"
        )
    plan.add_argument("--age", type=int, metavar="YEARS", help="age; left out: not known")
    plan.add_argument("--variant", default="", metavar="NAME", help="variant reported for the case")
    for action in (show, plan):
        add = action.add_argument
        add("--disease", default="covid19", metavar="NAME|FILE.yaml", help="protocol (default: covid19)")
        add("--on", type=parse_day, metavar="DATE", help="day of the instructions (default: today)")
        add("--json", action="store_true", help="one JSON object instead of words")
        add("--lang", choices=LANGUAGES, default="fr", help="language of what people read")
    actions.add_parser("list", help="the diseases that have a protocol")
    lint = actions.add_parser(
        "lint", help="what is not sourced and yours to confirm; with none named, of all diseases"
    )
    lint.add_argument(
        "protocols", nargs="*", metavar="NAME|FILE.yaml", help="a disease, or a file of your own"
    )


def _add_flow_actions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    which = "a flow that comes with Tocsin, or one of your own"
    lint = actions.add_parser("lint", help="look for mistakes; with none named, in all that come with Tocsin")
    lint.add_argument("flows", nargs="*", metavar="NAME|FILE.yaml", help=which)
    lint.add_argument(
        "--against", metavar="FILE.yaml", help="former version: what its open conversations would lose"
    )
    show = actions.add_parser("show", help="its states: texts and their cost, answers, silences, pauses")
    show.add_argument("flow", metavar="NAME|FILE.yaml", help=which)
    show.add_argument("--state", metavar="NAME", help="only this state")
    show.add_argument("--mermaid", action="store_true", help="write its graph as a Mermaid diagram instead")
    play = actions.add_parser("play", help="both sides of a conversation, or transcripts played again")
    play.add_argument("flow", nargs="?", metavar="NAME|FILE.yaml", help=which)
    add = play.add_argument
    add(
        "--at",
        type=parse_local_time,
        metavar="TIME",
        help="local time of the beginning (default: the example's)",
    )
    add("--zone", metavar="ZONE", help="time zone of the person (default: Europe/Paris)")
    add(
        "--fact", type=parse_fact, action="append", default=[], metavar="NAME=VALUE",
        help="what is known of the person (default: the example's)",
    )  # fmt: skip
    add(
        "--replay", nargs="*", metavar="FILE.txt",
        help="play transcripts again, and show what differs; with none named, those that come with Tocsin",
    )  # fmt: skip
    add("--write", action="store_true", help="with --replay: write the transcripts anew")
    for action in (show, play):
        action.add_argument("--lang", choices=LANGUAGES, help="language of what people read (default: fr)")
    actions.add_parser("list", help="the flows that come with Tocsin")


def _add_version_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--verbose", action="store_true", help="say too how words are read: compiled, or in Python"
    )


COMMANDS: dict[str, tuple[str, Adds]] = {
    "check": ("check one message, and say why and what to do", _add_check_arguments),
    "scan": ("check many messages, one JSON object a line", _add_scan_arguments),
    "verify": ("whether a message was really sent, by its code", _add_verify_arguments),
    "mail-in": ("answer what people forward by mail with its verdict", _add_mail_in_arguments),
    "mail-filter": ("add the verdict to each mail of a mail server, as a header", _add_mail_filter_arguments),
    "explain": ("a clause of the charter in words", _add_explain_arguments),
    "charter": ("show, lint, compare and test a charter", _add_charter_actions),
    "reply": ("what replies to a guided SMS answer, one JSON object a line", _add_reply_arguments),
    "guard": ("what may be said against a text before it is sent", _add_guard_arguments),
    "protocol": ("instructions for the ill and the exposed, as they were on a day", _add_protocol_actions),
    "flow": ("check, show and play guided conversations by SMS", _add_flow_actions),
    "eval": (
        "measure verdicts, replies read and texts ruled on against rows that say what was expected",
        _add_eval_arguments,
    ),
    "version": ("print the version", _add_version_arguments),
    **{name: (text, arguments_adder(name)) for name, text in SERVICE.items()},
}
"""Command -> its help and its arguments; ``tocsin.cli.<command>`` runs it."""


def list_commands() -> dict[str, tuple[str, Adds]]:
    """Every command, those of extensions too: they are looked for only where they may be meant."""
    added = {name: (one.help, arguments_adder(name)) for name, one in list_added_commands().items()}
    return COMMANDS | added


def build_parser(command: str = "") -> CommandParser:
    """The parser; with a command named, only that one's arguments are prepared."""
    top = CommandParser(
        prog="tocsin",
        description="Check what arrives in the name of an institution against what it has promised.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"tocsin {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, title="commands")
    known = COMMANDS if command in COMMANDS else list_commands()
    for name, (text, add) in known.items():
        if command not in known or name == command:
            words = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
            if name == command or (name in COMMANDS and name not in SERVICE):
                add(words)
    return top
