"""``tocsin verify``: was this message really sent?"""

import sys
from argparse import Namespace
from contextlib import suppress

import msgspec

from tocsin.charter import words
from tocsin.cli import exit_status, register_source
from tocsin.cli.line_chunks import STANDARD
from tocsin.cli.terminal_text import TerminalWriter
from tocsin.evidence.issue_codes import NotAnIssueCode, parse_issue_code
from tocsin.locale.catalogues import translate
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.message_reader import decode_unlabelled_bytes
from tocsin.message.safe_display import escape_acting_characters, escape_to_one_line
from tocsin.phone_numbers.e164 import to_e164
from tocsin.register import wording
from tocsin.register.message_register import ReadableRegister
from tocsin.register.register_keys import hash_recipient, is_same_key
from tocsin.register.verify import CodeAnswer, verify_message_code
from tocsin.register.wording import make_verification_record
from tocsin.runtime import clock


def run_command(options: Namespace) -> int:
    register, code = register_source.open_register(), _decode_argument(options.code)
    answer = verify_message_code(
        register,
        code,
        text=_read_text(options.text),
        sender=_decode_argument(options.sender),
        received=options.received,
        recipient=_recipient_hash(options.to, register, code),
        now=clock.read_clock_from_environment().now(),
    )
    if options.json:
        print(msgspec.json.encode(make_verification_record(answer, options.lang)).decode())
    else:
        _draw_answer(TerminalWriter.for_stdout(), answer, options.lang)
    return exit_status_of_answer(answer)


def exit_status_of_answer(answer: CodeAnswer) -> int:
    """0: code and text match, nothing against; 1: to be looked at; 2: another text; 3: not known."""
    if answer.outcome == "differs":
        return exit_status.IMPOSTURE
    if answer.outcome in ("not_found", "mistyped"):
        return exit_status.NOT_KNOWN
    return (
        exit_status.SUSPICIOUS if answer.misuse or answer.outcome == "found" else exit_status.NOTHING_AGAINST
    )


def _read_text(given: str | None) -> str | None:
    if given != STANDARD:
        return None if given is None else _decode_argument(given)
    read = sys.stdin.buffer.read(MESSAGE_BYTES + 1)
    if not read.strip():
        raise exit_status.BadData("it is empty", place="standard input")
    return decode_unlabelled_bytes(read)


def _decode_argument(text: str) -> str:
    return decode_unlabelled_bytes(text.encode(errors="surrogateescape"))


def _recipient_hash(number: str | None, register: ReadableRegister, code: str) -> str | None:
    """The number as the entry of the code hides it, where its key is still there."""
    if number is None:
        return None
    found = to_e164(number)
    if found is None:
        raise exit_status.UsageError(f"argument --to: {number!r} is not a telephone number", place="verify")
    hashes = [hash_recipient(key, found) for key in register_source.load_recipient_keys()]
    entry = None
    with suppress(NotAnIssueCode):
        entry = register.find(parse_issue_code(code))
    return next((one for one in hashes if entry and is_same_key(one, entry.recipient or "")), hashes[-1])


# ---- in words


def _draw_answer(paper: TerminalWriter, answer: CodeAnswer, lang: str) -> None:
    paper.write_paragraph(
        (escape_to_one_line(wording.describe_outcome(answer, lang)), _STYLE[exit_status_of_answer(answer)])
    )
    if answer.entry:
        _draw_entry(paper, answer, lang)
    for misuse in answer.misuse:
        paper.write_paragraph((wording.describe_misuse(misuse, lang), "strong"), first="  ! ", rest="    ")
    for name, said in (("proves_this", wording.describe_proof), ("proves_not", wording.describe_limits)):
        paper.write_blank_line()
        paper.write_paragraph((translate("titles", name, lang), "strong"))
        paper.write_paragraph((said(answer, lang), ""), first="  ")
    paper.write_blank_line()
    paper.write_paragraph((translate("titles", "now", lang), "strong"))
    paper.write_paragraph((wording.describe_advice(answer, lang), ""), first="  - ", rest="    ")


_STYLE = {0: "authentic", 1: "suspicious", 2: "imposture", 3: "unproven"}


def _draw_entry(paper: TerminalWriter, answer: CodeAnswer, lang: str) -> None:
    assert answer.entry is not None
    paper.write_blank_line()
    day = words.format_day(answer.entry.issued_on, lang)
    sent = translate("titles", "sent_on", lang).format(
        day=day, sender=escape_to_one_line(answer.entry.sender, 120)
    )
    paper.write_paragraph((sent, ""), first="  ")
    if answer.genuine:
        paper.write_paragraph((translate("titles", "genuine", lang), "strong"), first="  ")
        paper.write_paragraph((escape_acting_characters(answer.genuine), ""), first="  │ ")
    if answer.over:
        paper.write_paragraph((translate("titles", "over", lang), ""), first="  ")
