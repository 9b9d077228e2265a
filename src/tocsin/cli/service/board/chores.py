"""The chores: what was done by itself, what fails, what comes next."""

from collections.abc import Iterator

from tocsin.cli.service.board.figures import NONE, Line, clock, count, span, title
from tocsin.tracing.chores.standing import ChoreStanding

_STATES = {
    "never": "never yet",
    "todo": "to be done",
    "doing": "being done",
    "succeeded": "done",
    "failed": "failed",
}


def chores(found: tuple[ChoreStanding, ...], zone: str) -> Iterator[Line]:
    """A line for each chore; one that nobody can do, for want of a folder, is no trouble."""
    yield from title("CHORES", "done once among all machines")
    for one in found:
        if one.state == "never" and one.needs:
            yield [(f"  {one.name}, {one.when}: never yet; it needs {one.needs}", "faint")]
        else:
            yield list(_line(one, zone))


def _line(one: ChoreStanding, zone: str) -> Iterator[tuple[str, str]]:
    yield f"  {one.name}, {one.when}: ", ""
    yield _STATES[one.state], "imposture" if one.state == "failed" else ""
    if one.last_at is not None:
        yield f" for {clock(one.last_at, zone)}", ""
    if one.seconds is not None:
        yield f" in {span(one.seconds) if one.seconds >= 1 else 'less than a second'}", ""
    if one.tries > 1:
        yield f", {count(one.tries)} tries", "suspicious"
    if one.failed:
        last = clock(one.failed_at, zone) if one.failed_at else NONE
        yield f", {count(one.failed)} given up in 7 days (last for {last})", "imposture"
    yield (
        (f"; late: due since {clock(one.next_at, zone)}", "imposture")
        if one.late
        else (f"; next {clock(one.next_at, zone)}", "")
    )
