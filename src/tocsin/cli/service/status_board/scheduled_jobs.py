"""The chores: what was done by itself, what fails, what comes next."""

from collections.abc import Iterator

from tocsin.cli.service.status_board.formatting import (
    NONE,
    Line,
    format_clock,
    format_count,
    format_delay,
    title_lines,
)
from tocsin.jobs.job_status import JobStatus

_STATES = {
    "never": "never yet",
    "todo": "to be done",
    "doing": "being done",
    "succeeded": "done",
    "failed": "failed",
}


def job_lines(found: tuple[JobStatus, ...], zone: str) -> Iterator[Line]:
    """A line for each chore; one that nobody can do, for want of a folder, is no trouble."""
    yield from title_lines("CHORES", "done once among all machines")
    for one in found:
        if one.state == "never" and one.needs:
            yield [(f"  {one.name}, {one.when}: never yet; it needs {one.needs}", "faint")]
        else:
            yield list(_job_line(one, zone))


def _job_line(one: JobStatus, zone: str) -> Iterator[tuple[str, str]]:
    yield f"  {one.name}, {one.when}: ", ""
    yield _STATES[one.state], "imposture" if one.state == "failed" else ""
    if one.last_at is not None:
        yield f" for {format_clock(one.last_at, zone)}", ""
    if one.seconds is not None:
        yield f" in {format_delay(one.seconds) if one.seconds >= 1 else 'less than a second'}", ""
    if one.tries > 1:
        yield f", {format_count(one.tries)} tries", "suspicious"
    if one.failed:
        last = format_clock(one.failed_at, zone) if one.failed_at else NONE
        yield f", {format_count(one.failed)} given up in 7 days (last for {last})", "imposture"
    yield (
        (f"; late: due since {format_clock(one.next_at, zone)}", "imposture")
        if one.late
        else (f"; next {format_clock(one.next_at, zone)}", "")
    )
