"""Delays, contacts, questions, messages, calls and processes."""

from collections.abc import Iterator

from tocsin.cli.service.board.figures import Line, between, clock, count, percent, span, table, title
from tocsin.tracing.numbers.model import Leg, Numbers, Step

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


def delays(found: tuple[Leg, ...]) -> Iterator[Line]:
    yield from title("DELAYS", "who still waits counts as longer than now; 24 h: share")
    head = ["", "people", "waiting", "median", "90 %", "99 %", "24 h"]
    yield from table(head, (_leg(leg) for leg in found))


def _leg(found: Leg) -> list[str]:
    quantiles = [span(found.median), span(found.p90), span(found.p99)]
    return [LEGS[found.name], count(found.people), count(found.waiting), *quantiles, percent(found.in_24h)]


def contacts(numbers: Numbers) -> Iterator[Line]:
    named = numbers.named
    yield from title("CONTACTS", f"named by {count(numbers.interviewed.count)} cases whose list is closed")
    if named.mean is not None and named.median is not None:
        quartiles = f"{named.lower:g} to {named.upper:g}"
        yield [
            (f"  {named.mean:.2f} a case, median {named.median:g} (middle half {quartiles}); ", ""),
            (f"{between(numbers.naming_none)} name none; {count(numbers.together)} co-exposed at events", ""),
        ]
    yield [
        (f"  known before positive {between(numbers.known_before)}", ""),
        (f", became a case {between(numbers.became_case)}", ""),
        (f", told within 48 h of the result {between(numbers.contacts_in_48h)}", ""),
    ]


def steps(found: tuple[Step, ...]) -> Iterator[Line]:
    if not found:
        return
    yield from title("QUESTIONS BY SMS", "again: not understood; human: given to an agent")
    head = ["", "asked", "answered", "", "silent", "", "again", "human"]
    rows = [
        [
            f"{s.flow} {s.state}", count(s.asked), count(s.answered), percent(s.reply.share),
            count(s.silent), percent(s.drop.share), count(s.again), count(s.human),
        ]
        for s in found
    ]  # fmt: skip
    yield from table(head, rows)


def sms(numbers: Numbers) -> Iterator[Line]:
    sent = numbers.sms
    yield from title("SMS")
    why = ", ".join(f"{count(n)} {reason}" for reason, n in sent.failures.items())
    yield [
        (f"  {count(sent.messages)} messages, {count(sent.parts)} parts: ", ""),
        (f"{count(sent.submitted)} sent, {count(sent.delivered)} delivered, {count(sent.failed)} failed", ""),
        (f" ({why})" if why else "", ""),
        (f"; {count(sent.uncertain)} perhaps sent, {count(sent.resent)} sent again", ""),
    ]


def calls(numbers: Numbers) -> Iterator[Line]:
    done, waiting = numbers.calls, numbers.calls.open
    yield from title("CALLS", f"{count(done.agents)} agents on shift, {count(done.capacity)} calls an hour")
    why = ", ".join(f"{count(n)} {reason}" for reason, n in waiting.reasons.items())
    yield [
        (f"  to make {count(waiting.tasks)}", ""),
        (f" ({why})" if why else "", ""),
        (f": {count(waiting.leased)} in hand, {count(waiting.held)} for later, ", ""),
        (f"{count(waiting.late)} past their deadline", "imposture" if waiting.late else ""),
        (f", {count(waiting.urgent)} urgent", ""),
    ]
    outcomes = ", ".join(f"{count(n)} {outcome}" for outcome, n in sorted(done.outcomes.items()))
    yield [
        (f"  made {count(done.made)}", ""),
        (f" ({outcomes})" if outcomes else "", ""),
        (f", {count(done.last_hour)} in the last hour; reached {between(done.reached)}", ""),
    ]


def queues(numbers: Numbers, zone: str) -> Iterator[Line]:
    waiting = numbers.queues
    yield from title("QUEUES AND PROCESSES")
    for lane in waiting.outbox:
        first = "" if lane.first_deadline is None else f", first deadline {clock(lane.first_deadline, zone)}"
        yield [
            (f"  outbox {lane.name}: {count(lane.messages)} SMS, {count(lane.leased)} being sent, ", ""),
            (f"{count(lane.held)} for later{first}", ""),
            (f", {count(lane.late)} too late" if lane.late else "", "imposture"),
        ]
    oldest = "" if waiting.inbox_age is None else f" (oldest {span(waiting.inbox_age)})"
    yield [
        (f"  inbox: {count(waiting.inbox)} events{oldest}; {count(waiting.timers_due)} reminders due; ", ""),
        (f"{count(waiting.quarantine)} results in quarantine", "suspicious" if waiting.quarantine else ""),
    ]
    for worker in numbers.workers:
        did = ", ".join(
            f"{count(n)} {what} ({worker.rates.get(what, 0):,.1f}/s)" for what, n in worker.counts.items()
        )
        state = (
            ("at work", "authentic") if worker.alive else (f"not seen for {span(worker.seen)}", "imposture")
        )
        yield [(f"  {worker.kind} {worker.name}: ", ""), state, (f"; {did}" if did else "", "")]
    if not numbers.workers:
        yield [("  no process is at work: `tocsin serve` starts them", "suspicious")]
