"""Fuzz one check, guided by coverage: any text, channel, sender and day gives a verdict that quotes exactly.

    .venv/bin/python tests/fuzz/fuzz_check.py -runs=5000 [CORPUS]

Arguments are those of libFuzzer. A crash leaves the input that made it in the current folder.
"""

import sys
from datetime import date, timedelta

import atheris

with atheris.instrument_imports(include=["tocsin.evidence", "tocsin.message", "tocsin.verdict"]):
    from tocsin.charter.channels import CHANNELS
    from tocsin.message.plain_text import message_from_text
    from tocsin.verdict.check import judge

WORDS = (
    "Ameli : ",
    "CPAM ",
    "votre carte Vitale ",
    "envoyez votre RIB ",
    "rappelez le ",
    "0899 00 12 34 ",
    "zéro huit ",
    "http://",
    "ameli-x.example ",
    "[.]",
    "____",
    "\n\n",
    "« ",
    " »",
    "ne jamais ",
    "0,99 € ",
    "3646 ",
    "j'ai reçu : ",
    "Moi : ",
    "> ",
    "\u200b",
    "\u202e",
)
FIRST = date(2017, 1, 1)


def text_of(data: atheris.FuzzedDataProvider) -> str:
    """Loose characters between words that lead deeper into the code."""
    pieces = []
    while data.remaining_bytes() > 2 and len(pieces) < 40:
        word = data.ConsumeIntInRange(0, 2 * len(WORDS))
        pieces.append(WORDS[word] if word < len(WORDS) else data.ConsumeUnicode(12))
    return "".join(pieces)


def one_check(raw: bytes) -> None:
    data = atheris.FuzzedDataProvider(raw)
    channel = data.PickValueInList(list(CHANNELS))
    on = FIRST + timedelta(days=data.ConsumeIntInRange(0, 3650))
    sender, subject = data.ConsumeUnicode(20), data.ConsumeUnicode(20)
    text = text_of(data)
    verdict = judge(message_from_text(text, channel, sender=sender, subject=subject, received=on))
    fields = {"text": text, "sender": sender, "subject": subject}
    for reason in verdict.reasons:
        if reason.span is not None and fields[reason.field][slice(*reason.span)] != reason.quote:
            raise AssertionError(f"{reason.kind} quotes {reason.quote!r} at {reason.span} of {reason.field}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_check)
    atheris.Fuzz()
