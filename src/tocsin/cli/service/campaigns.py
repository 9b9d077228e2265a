"""``tocsin campaigns``: a heap of reported messages, as the campaigns that they are."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import UTC, date
from importlib import import_module
from typing import get_args

import msgspec

from tocsin.campaigns.campaign_summary import CampaignCollector, CampaignSummary, VariantSummary
from tocsin.campaigns.exchange.block_lists import describe_block_list
from tocsin.campaigns.exchange.sharing_terms import SharingTerms, TrafficLight, select_blocked_hosts
from tocsin.campaigns.reported_message import describe_reported_message
from tocsin.charter.loading import load_charter
from tocsin.charter.words import format_day, format_institution_name
from tocsin.cli.argument_types import number_between
from tocsin.cli.batch_judge import BatchJudge, row_folder
from tocsin.cli.exit_status import BAD_DATA, UsageError, needs_part
from tocsin.cli.line_chunks import LineReader
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.locale.catalogues import translate
from tocsin.locale.languages import LANGUAGES
from tocsin.message.safe_display import escape_acting_characters, escape_to_one_line
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.verdict.batch_check import describe_problem, parse_row

_EXCHANGES = {
    "stix": ("stix_bundle", "write_stix_bundle"),
    "misp": ("misp_event", "write_misp_events"),
    "rpz": ("block_lists", "write_policy_zone"),
    "hosts": ("block_lists", "write_host_list"),
}
"""Format -> module and function that write it, imported when it is asked for: two need the extra ``exchange``."""
_BLOCK_LISTS = ("rpz", "hosts")
SHOWN = 5
"""Hosts, clauses and variants that are shown to a person; with ``--format json`` there are more."""
_QUOTED = 400
"""Characters of a text that are shown."""


def add_arguments(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add("input", metavar="IN.jsonl|-", help="reported messages, one JSON object a line, as for scan")
    add(
        "--least",
        type=number_between(1, 1024),
        default=2,
        metavar="N",
        help="reports that make a campaign worth showing (default: 2)",
    )
    add(
        "--format",
        choices=("words", "json", *_EXCHANGES),
        default="words",
        help="words for people, json (one object a campaign), or what others read: stix, misp, rpz, hosts",
    )
    add(
        "--producer",
        default="",
        metavar="NAME",
        help="who hands it over; asked for by stix, misp, rpz and hosts",
    )
    add("--tlp", choices=get_args(TrafficLight), default="amber", help="who may be told (default: amber)")
    add(
        "--hold",
        type=number_between(1, 1024),
        default=14,
        metavar="DAYS",
        help="days after it was last seen that a host is worth blocking",
    )
    add("--strict", action="store_true", help="exit with 65 where a line could not be read")
    add(
        "--charter",
        metavar="NAME",
        help="charter to judge by (default: that of the institution found in each)",
    )
    add("--lang", choices=LANGUAGES, default="fr", help="language of what people read")


def run_command(options: Namespace) -> int:
    if options.format in _EXCHANGES and not options.producer:
        raise UsageError(f"--format {options.format} needs --producer", place="campaigns")
    collector, bad = CampaignCollector(), 0
    batch = BatchJudge(options.charter, options.lang, date.today(), row_folder(options.input))
    with LineReader.open_input(options.input) as lines:
        for number, line in _iterate_lines(lines):
            try:
                if line is None:
                    raise ValueError("the line is too long")
                collector.add_report(describe_reported_message(*batch.judge_row(parse_row(line))))
            except Exception as error:  # whatever a line holds, the next ones still count
                bad += 1
                problem = describe_problem(error)
                field = f"{problem.field}: " if problem.field else ""
                print(
                    f"tocsin: {lines.name}: line {number}: {escape_to_one_line(field + problem.message)}",
                    file=sys.stderr,
                )
    found = collector.summarise_campaigns(options.least)
    if options.format in _EXCHANGES:
        sys.stdout.write(_write_exchange(found, options))
    elif options.format == "json":
        for one in found:
            sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
    else:
        _draw_campaigns(TerminalWriter.for_stdout(), found, collector.reports, options)
    return BAD_DATA if bad and (options.strict or not collector.reports) else 0


def _iterate_lines(reader: LineReader) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number, without those that are empty; None in the place of one that is too long."""
    for chunk in reader.chunks():
        if chunk.lines is None:
            yield chunk.first, None
            continue
        for number, line in enumerate(chunk.lines.split(b"\n"), chunk.first):
            if line and not line.isspace():
                yield number, line


def _write_exchange(found: tuple[CampaignSummary, ...], options: Namespace) -> str:
    module, name = _EXCHANGES[options.format]
    terms = SharingTerms(
        producer=options.producer,
        made=read_clock_from_environment().now().astimezone(UTC).replace(microsecond=0),
        tlp=options.tlp,
        hold_days=options.hold,
        least=options.least,
    )
    if options.format in _BLOCK_LISTS:
        _warn_of_empty_list(found, terms)
    with needs_part("exchange"):
        write = getattr(import_module(f"tocsin.campaigns.exchange.{module}"), name)
    return str(write(found, terms))


def _warn_of_empty_list(found: tuple[CampaignSummary, ...], terms: SharingTerms) -> None:
    """Say on the way out that nothing is blocked, and why: the list itself is loaded unread."""
    blocked = select_blocked_hosts(found, terms)
    if blocked.hosts:
        return
    for remark in describe_block_list(blocked, terms):
        print(f"tocsin: {remark}", file=sys.stderr)
    if not found:
        print(f"tocsin: no campaign has {terms.least} reports or more (--least)", file=sys.stderr)


# ---- for people


def _draw_campaigns(
    paper: TerminalWriter, found: tuple[CampaignSummary, ...], reports: int, options: Namespace
) -> None:
    lang = options.lang
    paper.write_paragraph(
        (
            _say(
                "found",
                lang,
                messages=_say("messages", lang, n=reports),
                campaigns=_say(
                    "campaigns", lang, n=len(found), least=_say("messages", lang, n=options.least)
                ),
            ),
            "strong",
        )
    )
    for one in found:
        paper.write_blank_line()
        _draw_campaign(paper, one, lang)


def _draw_campaign(paper: TerminalWriter, one: CampaignSummary, lang: str) -> None:
    days = {"first": format_day(one.first_seen, lang), "last": format_day(one.last_seen, lang)}
    when = _say("one_day" if one.first_seen == one.last_seen else "days", lang, **days)
    head = _say("campaign", lang, number=one.campaign, messages=_say("messages", lang, n=one.reports))
    paper.write_paragraph((head, "strong"), (f" {when}", ""))
    if not one.is_accused:
        paper.write_paragraph((_say("not_accused", lang), "unproven"), first="   ", rest="   ")
    claims = {_name_institution(claim, lang): count for claim, count in one.claims.items()}
    levels = {translate("campaigns.levels", level, lang): count for level, count in one.levels.items()}
    for name, counted in (
        ("levels", levels),
        ("claims", claims), ("senders", one.senders), ("hosts", one.hosts), ("numbers", one.numbers), ("clauses", one.clauses),
    ):  # fmt: skip
        if counted:
            paper.write_paragraph((_say(name, lang, counts=_count(counted)), ""), first="   ", rest="   ")
    for at, variant in enumerate(one.variants[:SHOWN], 1):
        _draw_variant(paper, at, variant, lang)
    if (left := len(one.variants) - SHOWN) > 0:
        paper.write_paragraph((_say("more_variants", lang, n=left), "faint"), first="   ", rest="   ")


def _draw_variant(paper: TerminalWriter, at: int, variant: VariantSummary, lang: str) -> None:
    paper.write_paragraph(
        (_say("variant", lang, number=at, reports=variant.reports), "faint"), first="   ", rest="   "
    )
    if not variant.changes:
        quoted = variant.text[:_QUOTED] + ("…" if len(variant.text) > _QUOTED else "")
        paper.write_paragraph(
            (escape_acting_characters(" ".join(quoted.split())), ""), first="   │ ", rest="   │ "
        )
    for change in variant.changes[:SHOWN]:
        was, now = escape_to_one_line(change.was), escape_to_one_line(change.now)
        kind = "replaced" if was and now else "added" if now else "removed"
        paper.write_paragraph((_say(kind, lang, was=was, now=now), ""), first="   │ ", rest="   │ ")


def _count(counted: dict[str, int]) -> str:
    shown = [f"{escape_to_one_line(name)} ({count})" for name, count in list(counted.items())[:SHOWN]]
    return ", ".join(shown) + (", …" if len(counted) > SHOWN else "")


def _name_institution(claim: str, lang: str) -> str:
    return format_institution_name(load_charter(claim), lang)


def _say(name: str, lang: str, **blanks: object) -> str:
    return translate("campaigns", name, lang, **blanks)
