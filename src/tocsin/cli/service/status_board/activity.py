"""Delays, contacts, questions, messages, calls and processes."""

from collections.abc import Iterator

from tocsin.cli.service.status_board.formatting import (
    Line,
    format_clock,
    format_count,
    format_delay,
    format_interval,
    format_percent,
    table_lines,
    title_lines,
)
from tocsin.metrics.reach.metrics_snapshot import DelaySummary, MetricsSnapshot, QuestionMetrics

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


def queue_lines(numbers: MetricsSnapshot, zone: str) -> Iterator[Line]:
    waiting = numbers.queues
    yield from title_lines("QUEUES AND PROCESSES")
    for lane in waiting.outbox:
        first = (
            ""
            if lane.first_deadline is None
            else f", first deadline {format_clock(lane.first_deadline, zone)}"
        )
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
