"""What the contract with a network says, and what happened under it."""

import ssl
from typing import Literal

from msgspec import Struct

from tocsin.sms import message_parts
from tocsin.sms.receipt_parsing import Form

LongTexts = Literal["parts", "payload"]


class SmppAccount(Struct, frozen=True, kw_only=True):
    """One SMPP account: where to bind, as whom, how fast."""

    host: str
    port: int
    system_id: str
    password: str
    system_type: str = ""
    tls: bool = False
    tls_context: ssl.SSLContext | None = None
    """Trust and client certificate; None: the system's own trust."""
    binds: int = 1
    """Sessions held at once."""
    rate: float = 30.0
    """Parts a second that one bind may send."""
    burst: int = 10
    """Parts that may leave at once after a rest."""
    window: int = 10
    """Parts without an answer, a bind. More than two or three seconds of ``rate`` gains nothing, and makes a
    dropped line worse."""
    enquire_every: float = 30.0
    """Seconds of silence before an enquire_link."""
    answer_within: float = 60.0
    """Seconds that the SMSC has to answer; a part is uncertain then, a silent link is closed."""
    retry_first: float = 1.0
    """Seconds before the first reconnection; doubled each time, with jitter."""
    retry_most: float = 60.0
    """Longest wait between two reconnections."""
    stop_within: float = 10.0
    """Seconds that a clean stop waits for the answers in flight."""
    long_texts: LongTexts = "parts"
    """Who cuts a text that is longer than one SMS: ``parts``, we do, and each part has its own answer and
    receipt; ``payload``, the network does, from one ``message_payload`` (SMPP 3.4, 5.3.2.32), with one answer
    and one receipt. Every network takes parts; ask the carrier for the other, which costs both less."""
    default_alphabet: int = message_parts.GSM7
    """What the SMSC means by data_coding 0: ``message_parts.GSM7`` or ``message_parts.LATIN1``, for incoming messages."""
    receipts_in: Form = "same"
    """How receipts write a reference (``receipt_parsing.Form``): ask the carrier, or look at two of them."""
    patience: float = 20.0
    """Seconds that a receipt waits here for the answer to its submit_sm, while a part to its phone has none;
    then it is given out without its message. The network is not told meanwhile that it is safe."""
    queue: int = 10_000
    """Parts that may wait here before ``send`` waits."""
    unstored: int = 20_000
    """Events not yet received, above which nothing more is read from the lines."""


class TrafficCounters(Struct):
    """Counts since the start; for boards, and for tests."""

    submitted: int = 0
    """submit_sm written, each time it was."""
    accepted: int = 0
    refused: int = 0
    expired: int = 0
    throttled: int = 0
    uncertain: int = 0
    receipts: int = 0
    duplicate_receipts: int = 0
    """Receipts that said again what was already known."""
    mismatched_receipts: int = 0
    """Receipts whose reference is that of a part to another phone: perhaps ``receipts_in`` is wrong."""
    incoming: int = 0
    repeated: int = 0
    """Incoming messages that may have been handed over before."""
    stray: int = 0
    """Answers to nothing, or a second answer."""
    malformed: int = 0
    """PDUs that could not be read."""
    lines: int = 0
    """Times a session was bound."""
