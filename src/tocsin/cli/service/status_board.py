"""The figures as a screen: a table for each subject, lined up, with a few words on what they mean."""

from collections.abc import Iterator

from tocsin.cli.service.status_formatting import (
    NONE,
    Line,
    format_clock,
    format_count,
    format_delay,
    format_interval,
    format_percent,
    table_lines,
    title_lines,
)
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.jobs.job_status import JobStatus
from tocsin.locale.paris_time import to_paris_time
from tocsin.metrics.forecast import Forecast
from tocsin.metrics.reach.metrics_snapshot import (
    DelaySummary,
    MetricsSnapshot,
    QuestionMetrics,
    ReachCounts,
    ReachLevel,
)


def draw_board(
    paper: TerminalWriter, numbers: MetricsSnapshot, ahead: Forecast | None, done: tuple[JobStatus, ...] = (), *,
    by: str | None = None,
) -> None:  # fmt: skip
    """Write the whole screen; ``ahead`` and ``done`` are of now, ``by`` breaks the reach down."""
    for line in board_lines(numbers, ahead, done, by=by):
        if line:
            paper.write_paragraph(*line, rest="  ")
        else:
            paper.write_blank_line()


def board_lines(
    numbers: MetricsSnapshot, ahead: Forecast | None, done: tuple[JobStatus, ...] = (), *,
    by: str | None = None,
) -> Iterator[Line]:  # fmt: skip
    """The lines of the screen, each in its pieces; an empty one is a gap."""
    yield head_line(numbers)
    yield from reach_lines(numbers)
    if by:
        yield from group_lines(numbers, by)
    if ahead is not None:
        yield from forecast_lines(ahead)
    yield from delay_lines(numbers.delays)
    yield from contact_lines(numbers)
    yield from question_lines(numbers.steps)
    yield from sms_lines(numbers)
    yield from call_lines(numbers)
    yield from queue_lines(numbers)
    if done:
        yield from job_lines(done)


# ---- who was contacted in time, and who will not be

BAR = 38
LEVELS = {"submitted": "SMS sent", "delivered": "delivered", "answered": "answered", "reached": "reached"}
GROUPED = {"territory": "département", "age_band": "age", "phone": "phone", "lang": "language"}
_LEVEL = ["kept", "of all", "of those due", "late", "never", "at risk", "open"]


def head_line(numbers: MetricsSnapshot) -> Line:
    since = "the beginning" if numbers.since is None else format_clock(numbers.since)
    until = "" if numbers.until is None else f" until {format_clock(numbers.until)}"
    where = "" if numbers.territory is None else f", {numbers.territory}"
    return [
        (f"Tocsin, {format_clock(numbers.at)}", "strong"),
        (f"   results since {since}{until}{where}", "faint"),
    ]


def reach_lines(numbers: MetricsSnapshot) -> Iterator[Line]:
    withdrawn = f"; {format_count(numbers.withdrawn)} withdrawn" if numbers.withdrawn else ""
    said = (
        f"{format_count(numbers.received)} positive{'' if numbers.received == 1 else 's'} received{withdrawn}"
    )
    yield from title_lines("CONTACTED WITHIN 24 H OF THE RESULT", said)
    yield from _level_table(numbers.cases)
    if numbers.cases.people:
        yield _reach_bar(numbers.cases.reached, numbers.cases.people)
    if numbers.contacts.people:
        said = f"{format_count(numbers.contacts.people)} people, once each"
        yield from title_lines("CONTACTS, WITHIN 24 H OF BEING NAMED", said)
        yield from _level_table(numbers.contacts)


def _level_table(reach: ReachCounts) -> Iterator[Line]:
    rows = [[words, *_level_cells(getattr(reach, name))] for name, words in LEVELS.items()]
    yield from table_lines(
        ["", *_LEVEL], rows, {1: "authentic", 4: "imposture", 5: "imposture", 6: "suspicious"}
    )


def _level_cells(level: ReachLevel) -> list[str]:
    figures = (level.late, level.never, level.at_risk, level.open)
    return [
        format_count(level.kept),
        format_percent(level.share.share),
        format_interval(level.due),
        *map(format_count, figures),
    ]


def _reach_bar(level: ReachLevel, people: int) -> Line:
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
    return [*line, ("  █ reached ░ open ▒ at risk ▓ missed", "faint")]


def group_lines(numbers: MetricsSnapshot, by: str) -> Iterator[Line]:
    found = [group for group in numbers.groups if group.by == by]
    yield from title_lines(f"BY {GROUPED[by].upper()}", "cases reached within 24 h")
    rows = [
        [g.name or "not known", format_count(g.reach.people), *_level_cells(g.reach.reached)[:-1]]
        for g in sorted(found, key=lambda g: -g.reach.people)
    ]
    yield from table_lines([GROUPED[by], "people", *_LEVEL[:-1]], rows)


# ---- what will come


def forecast_lines(ahead: Forecast) -> Iterator[Line]:
    misses = round(ahead.outlook.misses)
    said = f"of {format_count(ahead.waiting)} who were not reached and are still in time"
    yield from title_lines("FORECAST", said)
    if not misses:
        yield [("  Nobody will miss the 24 h, as things stand.", "authentic")]
        return
    yield [
        (f"  {format_count(misses)} will not be reached by SMS or call in time", "imposture"),
        (
            f" ({format_count(ahead.outlook.cases)} cases, {format_count(ahead.outlook.contacts)} contacts): ",
            "",
        ),
        (_hours_in_words(ahead), ""),
    ]
    for remedy in list_remedies(ahead):
        yield [(f"  {remedy}", "")]


def _hours_in_words(ahead: Forecast) -> str:
    worst = sorted(ahead.outlook.by_hour, key=lambda hour: -hour[1])[:4]
    said = [f"{format_count(n)} from {to_paris_time(at):%H:%M} on" for at, n in sorted(worst) if n >= 0.5]
    more = "" if len(ahead.outlook.by_hour) <= len(said) else ", the rest at other hours"
    return ", ".join(said) + more + "."


def list_remedies(ahead: Forecast) -> Iterator[str]:
    """What would avoid the misses, in words."""
    if ahead.more_agents is not None:
        some = ", ".join(
            f"{format_count(n)} would leave {format_count(left)}" for n, left in ahead.with_agents
        )
        yield f"More agents: {some}{'; no number leaves fewer' if round(ahead.unavoidable) else ''}."
    elif round(ahead.unavoidable):
        yield "No number of further agents changes that: nobody can be rung in time, or they do not pick up."
    if ahead.earlier_calls is not None and ahead.earlier_misses is not None:
        more = (
            ""
            if ahead.earlier_agents is None
            else f", none avoidable with {_agents_in_words(ahead.earlier_agents)}"
        )
        yield (
            f"Ringing the silent from {ahead.earlier_calls} h before their deadline on would leave"
            f" {format_count(ahead.earlier_misses)}{more}."
        )
    if ahead.late_last_misses is not None:
        left = format_count(ahead.late_last_misses)
        yield f"Ringing the {format_count(ahead.late)} already late last would leave {left}."


def _agents_in_words(number: int) -> str:
    return "1 more agent" if number == 1 else f"{format_count(number)} more agents"


# ---- delays, contacts, questions, messages, calls and processes

LEGS = {
    "result_received": "result to here",
    "received_submitted": "here to SMS sent",
    "submitted_delivered": "SMS to delivered",
    "delivered_answered": "delivered to answer",
    "answered_listed": "answer to list closed",
    "listed_contact": "list to contact's SMS",
    "result_answered": "result to answer",
    "result_reached": "result to reached",
}


def delay_lines(found: tuple[DelaySummary, ...]) -> Iterator[Line]:
    yield from title_lines("DELAYS", "who still waits counts as longer than now; 24 h: share")
    head = ["", "people", "waiting", "median", "90 %", "99 %", "24 h"]
    yield from table_lines(head, (_delay_row(leg) for leg in found))


def _delay_row(found: DelaySummary) -> list[str]:
    quantiles = [format_delay(found.median), format_delay(found.p90), format_delay(found.p99)]
    return [
        LEGS[found.name],
        format_count(found.people),
        format_count(found.waiting),
        *quantiles,
        format_percent(found.in_24h),
    ]


def contact_lines(numbers: MetricsSnapshot) -> Iterator[Line]:
    named = numbers.named
    yield from title_lines(
        "CONTACTS", f"named by {format_count(numbers.interviewed.count)} cases whose list is closed"
    )
    if named.mean is not None and named.median is not None:
        quartiles = f"{named.lower:g} to {named.upper:g}"
        yield [
            (f"  {named.mean:.2f} a case, median {named.median:g} (middle half {quartiles}); ", ""),
            (
                f"{format_interval(numbers.naming_none)} name none; {format_count(numbers.together)} co-exposed at events",
                "",
            ),
        ]
    yield [
        (f"  known before positive {format_interval(numbers.known_before)}", ""),
        (f", became a case {format_interval(numbers.became_case)}", ""),
        (f", told within 48 h of the result {format_interval(numbers.contacts_in_48h)}", ""),
    ]


def question_lines(found: tuple[QuestionMetrics, ...]) -> Iterator[Line]:
    if not found:
        return
    yield from title_lines("QUESTIONS BY SMS", "again: not understood; human: given to an agent")
    head = ["", "asked", "answered", "", "silent", "", "again", "human"]
    rows = [
        [
            f"{s.flow} {s.state}", format_count(s.asked), format_count(s.answered), format_percent(s.reply.share),
            format_count(s.silent), format_percent(s.drop.share), format_count(s.again), format_count(s.human),
        ]
        for s in found
    ]  # fmt: skip
    yield from table_lines(head, rows)


def sms_lines(numbers: MetricsSnapshot) -> Iterator[Line]:
    sent = numbers.sms
    yield from title_lines("SMS")
    why = ", ".join(f"{format_count(n)} {reason}" for reason, n in sent.failures.items())
    yield [
        (f"  {format_count(sent.messages)} messages, {format_count(sent.parts)} parts: ", ""),
        (
            f"{format_count(sent.submitted)} sent, {format_count(sent.delivered)} delivered, {format_count(sent.failed)} failed",
            "",
        ),
        (f" ({why})" if why else "", ""),
        (f"; {format_count(sent.uncertain)} perhaps sent, {format_count(sent.resent)} sent again", ""),
    ]


def call_lines(numbers: MetricsSnapshot) -> Iterator[Line]:
    done, waiting = numbers.calls, numbers.calls.open
    yield from title_lines(
        "CALLS", f"{format_count(done.agents)} agents on shift, {format_count(done.capacity)} calls an hour"
    )
    why = ", ".join(f"{format_count(n)} {reason}" for reason, n in waiting.reasons.items())
    yield [
        (f"  to make {format_count(waiting.tasks)}", ""),
        (f" ({why})" if why else "", ""),
        (f": {format_count(waiting.leased)} in hand, {format_count(waiting.held)} for later, ", ""),
        (f"{format_count(waiting.late)} past their deadline", "imposture" if waiting.late else ""),
        (f", {format_count(waiting.urgent)} urgent", ""),
    ]
    outcomes = ", ".join(f"{format_count(n)} {outcome}" for outcome, n in sorted(done.outcomes.items()))
    yield [
        (f"  made {format_count(done.made)}", ""),
        (f" ({outcomes})" if outcomes else "", ""),
        (f", {format_count(done.last_hour)} in the last hour; reached {format_interval(done.reached)}", ""),
    ]


def queue_lines(numbers: MetricsSnapshot) -> Iterator[Line]:
    waiting = numbers.queues
    yield from title_lines("QUEUES AND PROCESSES")
    for lane in waiting.outbox:
        first = "" if lane.first_deadline is None else f", first deadline {format_clock(lane.first_deadline)}"
        yield [
            (
                f"  outbox {lane.name}: {format_count(lane.messages)} SMS, {format_count(lane.leased)} being sent, ",
                "",
            ),
            (f"{format_count(lane.held)} for later{first}", ""),
            (f", {format_count(lane.late)} too late" if lane.late else "", "imposture"),
        ]
    oldest = "" if waiting.inbox_age is None else f" (oldest {format_delay(waiting.inbox_age)})"
    yield [
        (
            f"  inbox: {format_count(waiting.inbox)} events{oldest}; {format_count(waiting.timers_due)} reminders due; ",
            "",
        ),
        (
            f"{format_count(waiting.quarantine)} results in quarantine",
            "suspicious" if waiting.quarantine else "",
        ),
    ]
    for worker in numbers.workers:
        did = ", ".join(
            f"{format_count(n)} {what} ({worker.rates.get(what, 0):,.1f}/s)"
            for what, n in worker.counts.items()
        )
        state = (
            ("at work", "authentic")
            if worker.alive
            else (f"not seen for {format_delay(worker.seen)}", "imposture")
        )
        yield [(f"  {worker.kind} {worker.name}: ", ""), state, (f"; {did}" if did else "", "")]
    if not numbers.workers:
        yield [("  no process is at work: `tocsin serve` starts them", "suspicious")]


# ---- the chores

_STATES = {
    "never": "never yet",
    "todo": "to be done",
    "doing": "being done",
    "succeeded": "done",
    "failed": "failed",
}


def job_lines(found: tuple[JobStatus, ...]) -> Iterator[Line]:
    """A line for each chore; one that nobody can do, for want of a folder, is no trouble."""
    yield from title_lines("CHORES", "done once among all machines")
    for one in found:
        if one.state == "never" and one.needs:
            yield [(f"  {one.name}, {one.when}: never yet; it needs {one.needs}", "faint")]
        else:
            yield list(_job_line(one))


def _job_line(one: JobStatus) -> Iterator[tuple[str, str]]:
    yield f"  {one.name}, {one.when}: ", ""
    yield _STATES[one.state], "imposture" if one.state == "failed" else ""
    if one.last_at is not None:
        yield f" for {format_clock(one.last_at)}", ""
    if one.seconds is not None:
        yield f" in {format_delay(one.seconds) if one.seconds >= 1 else 'less than a second'}", ""
    if one.tries > 1:
        yield f", {format_count(one.tries)} tries", "suspicious"
    if one.failed:
        last = format_clock(one.failed_at) if one.failed_at else NONE
        yield f", {format_count(one.failed)} given up in 7 days (last for {last})", "imposture"
    yield (
        (f"; late: due since {format_clock(one.next_at)}", "imposture")
        if one.late
        else (f"; next {format_clock(one.next_at)}", "")
    )
