"""The code that an agent says on the telephone, and what is known of it when somebody types it on the site.

It is drawn at random, kept in the store, and good while the call is the agent's and a little after. It proves
that one of our agents is making a call with this code, and nothing else.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from unicodedata import normalize

from msgspec import Struct

from tocsin.store.queries import query
from tocsin.store.statements import execute_arrays
from tocsin.tracing.calls.change_log import Connection

AFTER: Final = timedelta(minutes=10)
"""So long after its call a code is still known: a call may outlast its lease, and people check afterwards."""
FEWEST: Final = 6
"""Digits of a code."""
MOST: Final = 12
"""Digits that a typed code can have."""
ODDS: Final = 10_000
"""A code said at random is known in one case of so many, at most: with more calls, codes are longer."""
_TRIES: Final = 50
_MEANT = str.maketrans("OoIl|", "00111")
_BETWEEN: Final = frozenset(" \t\r\n.-_/,'’()\u00a0\u202f\u2009\u200b\u2060\ufeff‐‑‒–—―−")

Draw = Callable[[int], int]
"""Gives a number below another that nobody can foresee."""
Mistake = Literal["empty", "character", "length"]


class NotACallCode(ValueError):
    """What was typed is no code that an agent says."""

    def __init__(self, written: str, kind: Mistake, detail: str = "") -> None:
        super().__init__(f"{str(self.__doc__).rstrip('.')}: {kind} {detail}".rstrip())
        self.written = written
        self.kind: Mistake = kind
        self.detail = detail
        """The first character that does not belong, or how many digits there are."""


class NoCallCodeLeft(RuntimeError):
    """No free code was drawn."""


class CallCodeStatus(Struct, frozen=True):
    since: datetime
    """When the agent was given the call."""
    until: datetime
    """When the call was over; in the future where it is under way."""
    before: int
    """How often the code had been typed before."""
    first: datetime
    """When it was typed for the first time: now, where that is this time."""
    announced_from: datetime | None = None
    """From when on the call will be made that was announced by SMS with this code, and that no agent makes yet."""


def parse_call_code(written: str) -> str:
    """The digits of a code as a person types it.

    Spaces, dots and dashes do not count; O is read as 0, I and l as 1. Raises NotACallCode.

    >>> parse_call_code(" 402-817 "), parse_call_code("4O2 8l7")
    ('402817', '402817')
    """
    digits = "".join(c for c in normalize("NFKC", written[:200]).translate(_MEANT) if c not in _BETWEEN)
    if not digits:
        raise NotACallCode(written, "empty")
    if wrong := next((c for c in digits if not (c.isascii() and c.isdecimal())), ""):
        raise NotACallCode(written, "character", wrong)
    if not FEWEST <= len(digits) <= MOST:
        raise NotACallCode(written, "length", str(len(digits)))
    return digits


def format_call_code(code: str) -> str:
    """A code as it is said: in two groups.

    >>> format_call_code("402817"), format_call_code("4028171"), format_call_code("")
    ('402 817', '4028 171', '')
    """
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}".strip()


def choose_code_length(live: int) -> int:
    """Digits of the next code, when so many are known.

    >>> (choose_code_length(0), choose_code_length(99), choose_code_length(100), choose_code_length(999),
    ...  choose_code_length(1000))
    (6, 6, 7, 7, 8)
    """
    digits = FEWEST
    while (live + 1) * ODDS > 10**digits:
        digits += 1
    return digits


def give_call_code(
    connection: Connection,
    task: int,
    agent: str,
    now: datetime,
    until: datetime,
    draw: Draw = secrets.randbelow,
) -> str:
    """The code of an agent's call: the one that they have, for longer; that of which the person was told by SMS;
    or a new one.

    Raises NoCallCodeLeft.
    """
    call = {"task": task, "agent": agent, "now": now, "until": until, "known_for": AFTER}
    with connection.transaction():
        for known in ("call_codes.kept", "call_codes.announced"):
            if kept := connection.execute(query(known), call).fetchone():
                return str(kept[0])
        row = connection.execute(query("call_codes.live"), call).fetchone()
        digits = choose_code_length(row[0] if row else 0)
        for _ in range(_TRIES):
            code = f"{draw(10**digits):0{digits}}"
            if connection.execute(query("call_codes.give"), {**call, "code": code}).fetchone():
                return code
    raise NoCallCodeLeft(str(NoCallCodeLeft.__doc__))


def reserve_call_codes(
    connection: Connection,
    calls: Sequence[tuple[int, datetime]],
    now: datetime,
) -> dict[int, str]:
    """Codes for calls that are announced, each good until a moment: task -> code. Raises NoCallCodeLeft."""
    left, found = dict(calls), dict[int, str]()
    row = connection.execute(query("call_codes.live"), {"now": now, "known_for": AFTER}).fetchone()
    digits = choose_code_length((row[0] if row else 0) + len(left))
    for _ in range(_TRIES):
        if not left:
            return found
        drawn = {f"{secrets.randbelow(10**digits):0{digits}}": task for task in left}
        columns: dict[str, Any] = {
            "codes": list(drawn),
            "tasks": list(drawn.values()),
            "untils": [left[task] for task in drawn.values()],
        }
        for task, code in execute_arrays(
            connection, "call_codes.reserve", **columns, now=now, known_for=AFTER
        ):
            found[task] = code
            del left[task]
    raise NoCallCodeLeft(str(NoCallCodeLeft.__doc__))


def end_call_code(connection: Connection, task: int, agent: str, now: datetime) -> None:
    """The agent's call is over: whoever types the code from now on is told so. A call that was announced and has
    not been made keeps its code."""
    connection.execute(query("call_codes.end"), {"task": task, "agent": agent, "now": now})


def check_call_code(connection: Connection, code: str, now: datetime) -> CallCodeStatus | None:
    """What is known of a code, as the site and the telephone tell it; None where no call has it.

    That it was typed is counted: who hears of a code that somebody has typed before is told so.
    """
    with connection.transaction():
        asked = {"code": code, "now": now, "known_for": AFTER}
        found = connection.execute(query("call_codes.check"), asked).fetchone()
    return None if found is None else CallCodeStatus(*found)
