"""How a simulated network behaves on an ordinary day, and what can go wrong with it."""

from typing import Final, Literal

from msgspec import Struct

DAY: Final = 86_400.0


class NetworkProfile(Struct, kw_only=True):
    """How this network behaves on an ordinary day."""

    system_id: str = "tocsin"
    password: str = "secret"
    delay: tuple[float, float] = (0.0, 0.0)
    """Shortest and longest time to a handset, seconds."""
    loss: float = 0.0
    """Share of the parts that are accepted and never heard of again."""
    rate: float = float("inf")
    """Parts a second that it takes from one bind; more is throttled."""
    burst: int = 10
    receipts: Literal["tlv", "text", "both", "none"] = "both"
    ids: Literal["decimal", "hex", "hex_then_decimal"] = "decimal"
    """How it writes a reference in the answer, and then in the receipt."""
    keeps: float = DAY
    """Seconds that it tries a handset, where the message does not say."""
    sar: bool = False
    """Whether long incoming messages carry ``sar_*`` instead of a header."""
    window: int = 1_000
    """Messages to the client without an answer, a line."""


class NetworkFaults(Struct, kw_only=True):
    """Switches. Counters count down to zero, and the fault is over."""

    refuse_binds: int = 0
    refuse: int = 0
    """Status given to every submit_sm."""
    throttle: int = 0
    """The next so many submit_sm are throttled."""
    hang: bool = False
    """Takes everything, answers nothing."""
    drop_at: int = 0
    """Lets so many submit_sm wait for an answer, then cuts the line; they are delivered all the same."""
    answer_twice: bool = False
    """Answers, receipts and incoming messages come twice."""
    receipt_first: bool = False
    """The receipt comes before the answer."""
    garbage: bytes = b""
    """Written once, after the next answer."""
    cut_pdu: bool = False
    """Writes half an answer, then cuts the line."""
