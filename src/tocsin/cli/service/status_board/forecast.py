"""What will come, in words."""

from collections.abc import Iterator

from tocsin.cli.service.status_board.formatting import Line, format_count, title_lines
from tocsin.conversation.quiet_hours import to_local_time
from tocsin.metrics.forecast import Forecast


def forecast_lines(ahead: Forecast, zone: str) -> Iterator[Line]:
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
        (_hours_in_words(ahead, zone), ""),
    ]
    for remedy in list_remedies(ahead):
        yield [(f"  {remedy}", "")]


def _hours_in_words(ahead: Forecast, zone: str) -> str:
    worst = sorted(ahead.outlook.by_hour, key=lambda hour: -hour[1])[:4]
    said = [
        f"{format_count(n)} from {to_local_time(at, zone):%H:%M} on" for at, n in sorted(worst) if n >= 0.5
    ]
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
