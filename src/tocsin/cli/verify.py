"""``tocsin verify``: was this message really sent?"""

import sys
from argparse import Namespace
from contextlib import suppress

import msgspec

from tocsin.charter import words
from tocsin.cli import shelf, status
from tocsin.cli.lines import STANDARD
from tocsin.cli.paper import Paper
from tocsin.cli.words import title
from tocsin.conversation.phones import e164
from tocsin.evidence.codes import NotACode, read_code
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.harmless import harmless, one_line
from tocsin.message.read import decoded
from tocsin.register import wording
from tocsin.register.book import Register
from tocsin.register.keys import recipient_hash, same_key
from tocsin.register.record import record
from tocsin.register.verify import Answer, verify
from tocsin.tracing import clock


def run(options: Namespace) -> int:
    """Look a code up, and say what that proves and what it does not."""
    register, code = shelf.opened(options.register), _typed(options.code)
    answer = verify(
        register,
        code,
        text=_text(options.text),
        sender=_typed(options.sender),
        received=options.received,
        recipient=_recipient(options.to, options.register, register, code),
        now=clock.from_environment().now(),
    )
    if options.json:
        print(msgspec.json.encode(record(answer, options.lang)).decode())
    else:
        _draw(Paper.standard(), answer, options.lang)
    return exit_status(answer)


def exit_status(answer: Answer) -> int:
    """0: code and text match, nothing against; 1: to be looked at; 2: another text; 3: not known."""
    if answer.outcome == "differs":
        return status.IMPOSTURE
    if answer.outcome in ("not_found", "mistyped"):
        return status.NOT_KNOWN
    return status.SUSPICIOUS if answer.misuse or answer.outcome == "found" else status.NOTHING_AGAINST


def _text(given: str | None) -> str | None:
    if given != STANDARD:
        return None if given is None else _typed(given)
    read = sys.stdin.buffer.read(MESSAGE_BYTES + 1)
    if not read.strip():
        raise status.BadData("it is empty", place="standard input")
    return decoded(read)


def _typed(text: str) -> str:
    return decoded(text.encode(errors="surrogateescape"))


def _recipient(number: str | None, named: str | None, register: Register, code: str) -> str | None:
    """The number as the entry of the code hides it, where its key is still there."""
    if number is None:
        return None
    found = e164(number)
    if found is None:
        raise status.Usage(f"argument --to: {number!r} is not a telephone number", place="verify")
    hashes = [recipient_hash(key, found) for key in shelf.recipients_keys(named)]
    entry = None
    with suppress(NotACode):
        entry = register.find(read_code(code))
    return next((one for one in hashes if entry and same_key(one, entry.recipient or "")), hashes[-1])


# ---- in words


def _draw(paper: Paper, answer: Answer, lang: str) -> None:
    paper.put((one_line(wording.headline(answer, lang)), _STYLE[exit_status(answer)]))
    if answer.entry:
        _entry(paper, answer, lang)
    for misuse in answer.misuse:
        paper.put((wording.misuse(misuse, lang), "strong"), first="  ! ", rest="    ")
    for name, said in (("proves_this", wording.proves), ("proves_not", wording.proves_not)):
        paper.gap()
        paper.put((title(name, lang), "strong"))
        paper.put((said(answer, lang), ""), first="  ")
    paper.gap()
    paper.put((title("now", lang), "strong"))
    paper.put((wording.advice(answer, lang), ""), first="  - ", rest="    ")


_STYLE = {0: "authentic", 1: "suspicious", 2: "imposture", 3: "unproven"}


def _entry(paper: Paper, answer: Answer, lang: str) -> None:
    assert answer.entry is not None
    paper.gap()
    day = words.day(answer.entry.issued_on, lang)
    sent = title("sent_on", lang).format(day=day, sender=one_line(answer.entry.sender, 120))
    paper.put((sent, ""), first="  ")
    if answer.genuine:
        paper.put((title("genuine", lang), "strong"), first="  ")
        paper.put((harmless(answer.genuine), ""), first="  │ ")
    if answer.over:
        paper.put((title("over", lang), ""), first="  ")
