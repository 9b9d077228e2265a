"""The figures as a screen: a table for each subject, lined up, with a few words on what they mean."""

from collections.abc import Iterator

from tocsin.cli.paper import Paper
from tocsin.cli.service.board import ahead as coming
from tocsin.cli.service.board import chores, reach, stream
from tocsin.cli.service.board.figures import Line
from tocsin.cli.service.board.reach import GROUPED
from tocsin.tracing.chores.standing import ChoreStanding
from tocsin.tracing.forecast import Forecast
from tocsin.tracing.numbers.model import Numbers

__all__ = ["GROUPED", "draw", "lines"]

PARIS = "Europe/Paris"


def draw(
    paper: Paper, numbers: Numbers, ahead: Forecast | None, done: tuple[ChoreStanding, ...] = (), *,
    zone: str = PARIS, by: str | None = None,
) -> None:  # fmt: skip
    """Write the whole screen; ``ahead`` and ``done`` are of now, ``by`` breaks the reach down."""
    for line in lines(numbers, ahead, done, zone=zone, by=by):
        if line:
            paper.put(*line, rest="  ")
        else:
            paper.gap()


def lines(
    numbers: Numbers, ahead: Forecast | None, done: tuple[ChoreStanding, ...] = (), *,
    zone: str = PARIS, by: str | None = None,
) -> Iterator[Line]:  # fmt: skip
    """The lines of the screen, each in its pieces; an empty one is a gap."""
    yield reach.head(numbers, zone)
    yield from reach.reach(numbers)
    if by:
        yield from reach.groups(numbers, by)
    if ahead is not None:
        yield from coming.ahead_of(ahead, zone)
    yield from stream.delays(numbers.delays)
    yield from stream.contacts(numbers)
    yield from stream.steps(numbers.steps)
    yield from stream.sms(numbers)
    yield from stream.calls(numbers)
    yield from stream.queues(numbers, zone)
    if done:
        yield from chores.chores(done, zone)
