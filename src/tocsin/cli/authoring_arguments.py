"""The words of the commands for who writes charters, texts, flows and protocols, and for who measures."""

import argparse

from tocsin.charter.channels import CHANNELS
from tocsin.cli.argument_types import parse_day, parse_fact, parse_local_time, parse_share
from tocsin.cli.check_arguments import add_common_arguments, add_output_arguments
from tocsin.locale.languages import LANGUAGES


def add_charter_actions(parser: argparse.ArgumentParser) -> None:
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
        add_common_arguments(action)
    actions.add_parser("list", help="the charters that come with Tocsin")
    new = actions.add_parser("new", help="a folder to fill in for another institution")
    new.add_argument("id", metavar="ID", help="its name for programs: letters, digits and _")
    new.add_argument("--folder", default=".", metavar="FOLDER", help="where to write it (default: here)")


def add_eval_arguments(parser: argparse.ArgumentParser) -> None:
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


def add_reply_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("input", metavar="IN.jsonl|-", help="replies, one JSON object a line")
    add_output_arguments(parser, "what was understood")


def add_guard_arguments(parser: argparse.ArgumentParser) -> None:
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
    add_output_arguments(parser, "rulings")
    add_common_arguments(parser)


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


def add_protocol_actions(parser: argparse.ArgumentParser) -> None:
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


def add_flow_actions(parser: argparse.ArgumentParser) -> None:
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


def add_version_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--verbose", action="store_true", help="say too how words are read: compiled, or in Python"
    )
