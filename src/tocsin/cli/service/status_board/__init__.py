"""The figures as a screen: a table for each subject, lined up, with a few words on what they mean."""

from collections.abc import Iterator

from tocsin.cli.service.status_board import activity, reach, scheduled_jobs
from tocsin.cli.service.status_board import forecast as coming
from tocsin.cli.service.status_board.formatting import Line
from tocsin.cli.service.status_board.reach import GROUPED
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.jobs.job_status import JobStatus
from tocsin.metrics.forecast import Forecast
from tocsin.metrics.reach.metrics_snapshot import MetricsSnapshot

__all__ = ["GROUPED", "board_lines", "draw_board"]

PARIS = "Europe/Paris"


def draw_board(
    paper: TerminalWriter, numbers: MetricsSnapshot, ahead: Forecast | None, done: tuple[JobStatus, ...] = (), *,
    zone: str = PARIS, by: str | None = None,
) -> None:  # fmt: skip
    """Write the whole screen; ``ahead`` and ``done`` are of now, ``by`` breaks the reach down."""
    for line in board_lines(numbers, ahead, done, zone=zone, by=by):
        if line:
            paper.write_paragraph(*line, rest="  ")
        else:
            paper.write_blank_line()


def board_lines(
    numbers: MetricsSnapshot, ahead: Forecast | None, done: tuple[JobStatus, ...] = (), *,
    zone: str = PARIS, by: str | None = None,
) -> Iterator[Line]:  # fmt: skip
    """The lines of the screen, each in its pieces; an empty one is a gap."""
    yield reach.head_line(numbers, zone)
    yield from reach.reach_lines(numbers)
    if by:
        yield from reach.group_lines(numbers, by)
    if ahead is not None:
        yield from coming.forecast_lines(ahead, zone)
    yield from activity.delay_lines(numbers.delays)
    yield from activity.contact_lines(numbers)
    yield from activity.question_lines(numbers.steps)
    yield from activity.sms_lines(numbers)
    yield from activity.call_lines(numbers)
    yield from activity.queue_lines(numbers, zone)
    if done:
        yield from scheduled_jobs.job_lines(done, zone)
