"""What a network wrote down, counted."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from tocsin.sms import pdu
from tocsin.sms.message_parts import MessageAssembler

CODE: Final = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")


class Seen(Struct, frozen=True):
    """What the network wrote down."""

    taken: Counter[str]
    """Code -> how often it has every part of that message."""
    texts: dict[str, tuple[str, str]]
    """Code -> number and text."""
    sent: Counter[tuple[str, str]]
    """Number and text, each unlike any other, of what people wrote."""
    confirmed: set[tuple[str, str]]
    """Of that, what the service said that it has."""
    lives: int

    @classmethod
    def of(cls, lines: list[list[Any]]) -> "Seen":
        taken = list(_assemble(lines))
        return cls(
            taken=Counter(code for code, _, _ in taken),
            texts={code: (number, text) for code, number, text in taken},
            sent=Counter((number, text) for what, number, text in _three(lines, "sends")),
            confirmed={(number, text) for what, number, text in _three(lines, "confirmed")},
            lives=sum(line[0] == "up" for line in lines),
        )


def _assemble(lines: list[list[Any]]) -> Iterator[tuple[str, str, str]]:
    """Code, number and text of each message that the network has whole, whichever of its lives took the parts.

    A reference that comes again is another message, at once; one of which parts are missing was never had.
    """
    assembler = MessageAssembler(patience=-1.0)
    for sm in (read_part(line) for line in lines if line[0] == "part"):
        for whole in assembler.add_part(sm, sm.source, sm.dest, 0.0):
            if not whole.missing:
                found = CODE.findall(whole.text or "")
                yield found[-1] if found else "", f"+{whole.dest}", whole.text or ""


def describe_part(sm: pdu.ShortMessage) -> tuple[Any, ...]:
    """A part as a line of the record."""
    return "part", sm.source, sm.dest, sm.esm_class, sm.coding, sm.payload.decode("latin-1")


def read_part(line: list[Any]) -> pdu.ShortMessage:
    """A part from its line."""
    _, source, dest, esm_class, coding, payload = line
    return pdu.ShortMessage(
        command=pdu.CommandId.SUBMIT_SM, sequence=0, source=source, dest=dest, esm_class=esm_class,
        coding=coding, payload=payload.encode("latin-1"),
    )  # fmt: skip


def _three(lines: list[list[Any]], what: str) -> list[list[Any]]:
    return [line for line in lines if line[0] == what]
