"""The figures as a screen: a table for each subject, lined up, with a few words on what they mean."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from math import ceil, floor
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from tocsin.cli.terminal_text import Piece, TerminalWriter, display_width
from tocsin.jobs.job_status import JobStatus
from tocsin.locale.catalogues import translate, translate_name
from tocsin.locale.languages import get_language
from tocsin.metrics.forecast import Forecast
from tocsin.metrics.forecast.remedies import describe_remedies
from tocsin.metrics.reach.metrics_snapshot import (
    DelaySummary,
    MetricsSnapshot,
    OutboxLane,
    QuestionMetrics,
    ReachCounts,
    ReachLevel,
    WorkerHeartbeat,
)
from tocsin.metrics.statistics.proportion import Proportion
from tocsin.web import formatting
from tocsin.web.sentences import page_sentences
from tocsin.web.staff import time_zone

NONE: Final = "-"
BAR: Final = 38
LEVELS: Final = ("submitted", "delivered", "answered", "reached")
GROUPED: Final = ("territory", "age_band", "phone", "lang")
_LEVEL: Final = ("kept", "of_all", "of_due", "late", "never", "at_risk", "open")
_PLAIN: Final[Mapping[int, str]] = MappingProxyType({})
Line = list[Piece]


class StatusSentences(Struct, frozen=True):
    """The sentences of the screen, and figures as the pages of the site write them."""

    lang: str

    def say(self, name: str, /, **figures: object) -> str:
        """A sentence with its figures, each written as what it is."""
        return translate("status", name, self.lang, **{key: self.write(one) for key, one in figures.items()})

    def paint(self, name: str, style: str = "", /, **figures: object) -> Line:
        """The same in pieces: what stands between bars has this style."""
        written = {key: self.write(one) for key, one in figures.items()}
        parts = translate("status", name, self.lang).split("|")
        return [
            ("  ", ""),
            *((part.format(**written), style if at % 2 else "") for at, part in enumerate(parts)),
        ]

    def write(self, figure: object) -> str:
        match figure:
            case None:
                return NONE
            case datetime():
                return formatting.format_moment(figure, self.lang)
            case Proportion():
                return self.write_interval(figure)
            case int() | float():
                return formatting.format_count(figure, self.lang)
        return str(figure)

    def write_near(self, at: datetime, now: datetime) -> str:
        """A moment; of one of today, the hour alone."""
        if time_zone.to_local_time(at).date() == time_zone.to_local_time(now).date():
            return formatting.format_clock(at, self.lang)
        return self.say("on_day", at=at)

    def write_share(self, share: float | None) -> str:
        return NONE if share is None else formatting.format_percent(share, self.lang)

    def write_interval(self, found: Proportion) -> str:
        """A share with its interval, rounded outwards.

        >>> StatusSentences("en").write_interval(Proportion(8, 10, 0.8, 0.49, 0.943))
        '80.0% (49-95)'
        """
        if found.share is None or found.low is None or found.high is None:
            return NONE
        return f"{self.write_share(found.share)} ({floor(found.low * 100)}-{ceil(found.high * 100)})"

    def write_delay(self, seconds: float | None) -> str:
        return NONE if seconds is None else formatting.format_delay(seconds, self.lang)

    def write_quantile(self, value: float | None) -> str:
        return NONE if value is None else f"{value:g}".replace(".", get_language(self.lang).decimal)

    def list_counts(self, counts: Mapping[str, int], context: str = "") -> str:
        """`` (...: 3, ...: 1)`` in the words of a catalogue; empty where nothing is counted."""
        colon = get_language(self.lang).colon
        said = (
            f"{translate_name(context, name, self.lang)}{colon}{self.write(n)}" for name, n in counts.items()
        )
        return f" ({', '.join(said)})" if counts else ""

    def head_columns(self, *names: str) -> list[str]:
        return [self.say(f"col_{name}") if name else "" for name in names]


def draw_board(
    paper: TerminalWriter, lang: str, numbers: MetricsSnapshot, ahead: Forecast | None,
    done: tuple[JobStatus, ...] = (), *, by: str | None = None,
) -> None:  # fmt: skip
    """Write the whole screen; ``ahead`` and ``done`` are of now, ``by`` breaks the reach down."""
    for line in board_lines(StatusSentences(lang), numbers, ahead, done, by=by):
        if line:
            paper.write_paragraph(*line, rest="  ")
        else:
            paper.write_blank_line()


def board_lines(
    w: StatusSentences, numbers: MetricsSnapshot, ahead: Forecast | None, done: tuple[JobStatus, ...] = (), *,
    by: str | None = None,
) -> Iterator[Line]:  # fmt: skip
    """The lines of the screen, each in its pieces; an empty one is a gap."""
    yield _head_line(w, numbers)
    yield from _reach_lines(w, numbers)
    if by:
        yield from _group_lines(w, numbers, by)
    if ahead is not None:
        yield from _forecast_lines(w, ahead)
    yield from _delay_lines(w, numbers.delays)
    yield from _contact_lines(w, numbers)
    yield from _question_lines(w, numbers.steps)
    yield from _sms_lines(w, numbers)
    yield from _call_lines(w, numbers)
    yield from _queue_lines(w, numbers)
    if done:
        yield from _job_lines(w, done, numbers.at)


def _title_lines(text: str, aside: str = "") -> Iterator[Line]:
    """The head of a subject, after a gap."""
    yield []
    yield [(text, "strong"), (f"  {aside}" if aside else "", "faint")]


def _table_lines(
    head: list[str], rows: Iterable[list[str]], styles: Mapping[int, str] = _PLAIN
) -> Iterator[Line]:
    """The first column to the left, figures to the right."""
    whole = [head, *rows]
    widths = [max(map(display_width, column)) for column in zip(*whole, strict=True)]
    for number, row in enumerate(whole):
        line: Line = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            pad = " " * (width - display_width(cell))
            style = "faint" if not number else "" if cell in ("0", NONE) else styles.get(place, "")
            line.append((f"  {cell}{pad}" if not place else f"  {pad}{cell}", style))
        yield line


# ---- who was contacted in time, and who will not be


def _head_line(w: StatusSentences, numbers: MetricsSnapshot) -> Line:
    period = w.say("period", since=numbers.since) if numbers.since else w.say("beginning")
    until = f" {w.say('until', until=numbers.until)}" if numbers.until else ""
    where = f", {numbers.territory}" if numbers.territory else ""
    return [(w.say("head", at=numbers.at), "strong"), (f"   {period}{until}{where}", "faint")]


def _reach_lines(w: StatusSentences, numbers: MetricsSnapshot) -> Iterator[Line]:
    told = [w.say("received", n=numbers.received)]
    told += [w.say("withdrawn", withdrawn=numbers.withdrawn)] if numbers.withdrawn else []
    yield from _title_lines(w.say("reach_title"), get_language(w.lang).semicolon.join(told))
    yield from _level_table(w, numbers.cases)
    if numbers.cases.people:
        yield _reach_bar(w, numbers.cases.reached, numbers.cases.people)
    if numbers.contacts.people:
        said = w.say("contacts_people", people=numbers.contacts.people)
        yield from _title_lines(w.say("contacts_title"), said)
        yield from _level_table(w, numbers.contacts)


def _level_table(w: StatusSentences, reach: ReachCounts) -> Iterator[Line]:
    words = page_sentences("boards.clock", w.lang)
    rows = [[words[f"level_{name}"], *_level_cells(w, getattr(reach, name))] for name in LEVELS]
    styles = {1: "authentic", 4: "imposture", 5: "imposture", 6: "suspicious"}
    yield from _table_lines(w.head_columns("", *_LEVEL), rows, styles)


def _level_cells(w: StatusSentences, level: ReachLevel) -> list[str]:
    figures = (level.late, level.never, level.at_risk, level.open)
    return [w.write(level.kept), w.write_share(level.share.share), w.write(level.due), *map(w.write, figures)]


def _reach_bar(w: StatusSentences, level: ReachLevel, people: int) -> Line:
    """Kept, open, at risk, missed, as wide as they are many."""
    parts = (
        (level.kept, "█", "authentic"), (level.open, "░", "faint"), (level.at_risk, "▒", "suspicious"),
        (level.missed, "▓", "imposture"),
    )  # fmt: skip
    line: Line = [("  ", "")]
    done = drawn = 0
    for number, sign, style in parts:
        done += number
        end = round(done * BAR / people)
        line.append((sign * (end - drawn), style))
        drawn = end
    return [*line, (f"  {w.say('bar')}", "faint")]


def _group_lines(w: StatusSentences, numbers: MetricsSnapshot, by: str) -> Iterator[Line]:
    found = [group for group in numbers.groups if group.by == by]
    yield from _title_lines(w.say(f"by_{by}"), w.say("by_aside"))
    rows = [
        [g.name or w.say("not_known"), w.write(g.reach.people), *_level_cells(w, g.reach.reached)[:-1]]
        for g in sorted(found, key=lambda g: -g.reach.people)
    ]
    yield from _table_lines(w.head_columns("", "people", *_LEVEL[:-1]), rows)


def _forecast_lines(w: StatusSentences, ahead: Forecast) -> Iterator[Line]:
    outlook = ahead.outlook
    yield from _title_lines(w.say("forecast_title"), w.say("forecast_aside", waiting=ahead.waiting))
    if not (misses := round(outlook.misses)):
        yield [(f"  {w.say('none_missed')}", "authentic")]
        return
    hours = _hours_in_words(w, ahead)
    figures = {"misses": misses, "cases": outlook.cases, "contacts": outlook.contacts, "hours": hours}
    yield w.paint("misses", "imposture", **figures)
    for remedy in describe_remedies(ahead, w.lang):
        yield [(f"  {remedy}", "")]


def _hours_in_words(w: StatusSentences, ahead: Forecast) -> str:
    worst = sorted(ahead.outlook.by_hour, key=lambda hour: -hour[1])[:4]
    said = [
        w.say("from_hour", people=n, hour=formatting.format_hour(at, w.lang))
        for at, n in sorted(worst)
        if n >= 0.5
    ]
    return ", ".join(said if len(ahead.outlook.by_hour) <= len(said) else [*said, w.say("other_hours")])


# ---- delays, contacts, questions, messages, calls and processes


def _delay_lines(w: StatusSentences, found: tuple[DelaySummary, ...]) -> Iterator[Line]:
    yield from _title_lines(w.say("delays_title"), w.say("delays_aside"))
    head = w.head_columns("", "people", "waiting", "median", "p90", "p99", "24h")
    legs = page_sentences("boards.delays", w.lang)
    rows = [
        [legs[f"leg_{leg.name}"], w.write(leg.people), w.write(leg.waiting),
         *map(w.write_delay, (leg.median, leg.p90, leg.p99)), w.write_share(leg.in_24h)]
        for leg in found
    ]  # fmt: skip
    yield from _table_lines(head, rows)


def _contact_lines(w: StatusSentences, numbers: MetricsSnapshot) -> Iterator[Line]:
    named = numbers.named
    yield from _title_lines(w.say("named_title"), w.say("named_aside", cases=numbers.interviewed.count))
    if named.mean is not None and named.median is not None:
        yield w.paint(
            "named", mean=formatting.format_decimal(named.mean, w.lang), none=numbers.naming_none,
            together=numbers.together, median=w.write_quantile(named.median),
            lower=w.write_quantile(named.lower), upper=w.write_quantile(named.upper),
        )  # fmt: skip
    yield w.paint(
        "contacts", known=numbers.known_before, became=numbers.became_case, told=numbers.contacts_in_48h
    )


def _question_lines(w: StatusSentences, found: tuple[QuestionMetrics, ...]) -> Iterator[Line]:
    if not found:
        return
    yield from _title_lines(w.say("questions_title"), w.say("questions_aside"))
    head = w.head_columns("", "asked", "answered", "", "silent", "", "again", "human")
    rows = [
        [s.state, w.write(s.asked), w.write(s.answered), w.write_share(s.reply.share),
         w.write(s.silent), w.write_share(s.drop.share), w.write(s.again), w.write(s.human)]
        for s in found
    ]  # fmt: skip
    first, *lines = _table_lines(head, rows)
    yield first
    flows, last = page_sentences("boards.replies", w.lang), ""
    for question, line in zip(found, lines, strict=True):
        if question.flow != last:
            last = question.flow
            yield [(f"  {flows.get(f'flow_{last}', last)}", "faint")]
        yield line


def _sms_lines(w: StatusSentences, numbers: MetricsSnapshot) -> Iterator[Line]:
    sent = numbers.sms
    yield from _title_lines(w.say("sms_title"))
    yield w.paint(
        "sms", messages=sent.messages, parts=sent.parts, submitted=sent.submitted, delivered=sent.delivered,
        failed=sent.failed, why=w.list_counts(sent.failures, "sms.failures"), uncertain=sent.uncertain, resent=sent.resent,
    )  # fmt: skip


def _call_lines(w: StatusSentences, numbers: MetricsSnapshot) -> Iterator[Line]:
    done, waiting = numbers.calls, numbers.calls.open
    yield from _title_lines(
        w.say("calls_title"), w.say("calls_aside", agents=done.agents, capacity=done.capacity)
    )
    yield w.paint(
        "calls_open", "imposture" if waiting.late else "", tasks=waiting.tasks,
        why=w.list_counts(waiting.reasons, "call.reasons"), leased=waiting.leased, held=waiting.held,
        late=waiting.late, urgent=waiting.urgent,
    )  # fmt: skip
    if waiting.set_aside:
        yield w.paint("calls_set_aside", "imposture", n=waiting.set_aside)
    yield w.paint(
        "calls_made", made=done.made, last_hour=done.last_hour, reached=done.reached,
        why=w.list_counts(dict(sorted(done.outcomes.items())), "call.outcomes"),
    )  # fmt: skip


def _queue_lines(w: StatusSentences, numbers: MetricsSnapshot) -> Iterator[Line]:
    waiting = numbers.queues
    yield from _title_lines(w.say("queues_title"))
    for lane in waiting.outbox:
        yield _lane_line(w, lane)
    oldest = "" if waiting.inbox_age is None else w.say("oldest", delay=w.write_delay(waiting.inbox_age))
    yield w.paint(
        "inbox", "suspicious" if waiting.quarantine else "", inbox=waiting.inbox,
        oldest=f" ({oldest})" if oldest else "", timers=waiting.timers_due, quarantine=waiting.quarantine,
    )  # fmt: skip
    for worker in numbers.workers:
        yield _worker_line(w, worker)
    if not numbers.workers:
        yield [(f"  {w.say('no_process')}", "suspicious")]


def _lane_line(w: StatusSentences, lane: OutboxLane) -> Line:
    first = f", {w.say('outbox_first', at=lane.first_deadline)}" if lane.first_deadline else ""
    late = f", {w.say('outbox_late', late=lane.late)}" if lane.late else ""
    return w.paint(
        "outbox", "imposture", name=lane.name, messages=lane.messages, leased=lane.leased, held=lane.held,
        first=first, late=late,
    )  # fmt: skip


def _worker_line(w: StatusSentences, worker: WorkerHeartbeat) -> Line:
    did = ", ".join(
        f"{w.write(n)} {what} ({formatting.format_decimal(worker.rates.get(what, 0), w.lang, 1)}/s)"
        for what, n in worker.counts.items()
    )
    state = w.say("at_work") if worker.alive else w.say("not_seen", delay=w.write_delay(worker.seen))
    style = "authentic" if worker.alive else "imposture"
    return w.paint(
        "worker",
        style,
        kind=worker.kind,
        name=worker.name,
        state=state,
        did=f"{get_language(w.lang).semicolon}{did}" if did else "",
    )


# ---- the chores


def _job_lines(w: StatusSentences, found: tuple[JobStatus, ...], now: datetime) -> Iterator[Line]:
    """A line for each chore; one that nobody can do, for want of a folder, is no trouble."""
    yield from _title_lines(w.say("jobs_title"), w.say("jobs_aside"))
    for one in found:
        when, state = translate_name("status.when", one.when, w.lang), w.say(f"state_{one.state}")
        if one.state == "never" and one.needs:
            run = get_language(w.lang).semicolon + w.say("job_needs", needs=one.needs)
            line = w.paint("job", name=one.name, when=when, state=state, run=run)
            yield [("".join(text for text, _ in line), "faint")]
        else:
            style = "imposture" if one.state == "failed" else ""
            yield [
                *w.paint("job", style, name=one.name, when=when, state=state, run=""),
                *_run_pieces(w, one, now),
            ]


def _run_pieces(w: StatusSentences, one: JobStatus, now: datetime) -> Iterator[Piece]:
    if one.last_at is not None:
        yield w.say("job_at", at=w.write_near(one.last_at, now)), ""
    if one.seconds is not None and one.seconds >= 1:
        yield w.say("job_took", delay=w.write_delay(one.seconds)), ""
    if one.tries > 1:
        yield w.say("job_tries", tries=one.tries), "suspicious"
    if one.failed:
        yield (
            w.say("job_given_up", failed=one.failed, at=w.write_near(one.failed_at or now, now)),
            "imposture",
        )
    yield (
        w.say("job_late" if one.late else "job_next", at=w.write_near(one.next_at, now)),
        "imposture" if one.late else "",
    )
