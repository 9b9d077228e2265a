"""Where a forwarded message begins in the text of a mail, and what its mail program wrote above it.

Everything goes line by line, once, and each line is looked at up to a bound: hostile text costs no more than
honest text of its length.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from tocsin.answering.answer_language import AnswerLanguage, detect_language
from tocsin.answering.mail.date_line import parse_date_line

LINES: Final = 5_000
"""Lines in which the beginning is looked for."""
_LINE: Final = 400
"""Characters of a line that are looked at."""
_CHAIN: Final = 8
"""Forwards of forwards that are followed."""
_LEAD: Final = " \t>*_\u00a0\u202f\ufeff"
_TAIL: Final = " \t*_\u00a0\u202f\r\n"
_E: Final = "[eéè]"
_TITLE: Final = re.compile(
    rf"(?:-{{2,60}}[ \t]*)?(?:d{_E}but du )?(?:message|courriel|e-?mail|mail)s? "
    rf"(?:transf{_E}r{_E}|r{_E}exp{_E}di{_E}|d['’]origine|original|initial)[ \t]*:?[ \t]*(?:-{{2,60}})?"
    r"|(?:-{2,60}[ \t]*)?(?:begin )?(?:forwarded|original) (?:message|mail|e-?mail)[ \t]*:?[ \t]*"
    r"(?:-{2,60})?",
    re.IGNORECASE,
)
_FIELD: Final = re.compile(r"([^\W\d_]{1,14}(?:[ -][^\W\d_]{1,12})?)[*_]{0,2}[ \t\u00a0\u202f]{0,2}:")
_NAMES: Final = {
    "de": "from", "from": "from", "von": "from", "expéditeur": "from", "expediteur": "from", "da": "from",
    "envoyé": "date", "envoyé le": "date", "envoye": "date", "envoye le": "date", "date": "date",
    "sent": "date", "gesendet": "date", "reçu": "date", "received": "date",
    "à": "to", "a": "to", "to": "to", "pour": "to", "destinataire": "to", "destinataires": "to", "an": "to",
    "cc": "cc", "copie": "cc", "copie à": "cc", "objet": "subject", "sujet": "subject", "subject": "subject",
    "betreff": "subject", "répondre à": "reply", "reply-to": "reply", "importance": "reply",
}  # fmt: skip
_ENOUGH: Final = 3
"""Different fields that make a block of headers where no title announces it."""
_FOLLOWING: Final = 4
"""Lines over which a value may go on: a long list of addressees."""
_WROTE: Final = re.compile(r"(?:le|on)\b.{4,300}(?:a [eé]crit|wrote)[ \t\u00a0\u202f]{0,2}:", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BRACKETED: Final = re.compile(r"[<\[](?:mailto:)?[^<>\[\]]{0,300}[>\]]")


class InlineForward(Struct, frozen=True):
    """A forwarded message inside a text."""

    start: int
    """Where its announcement begins: what stands before are the person's own words."""
    body: int
    """Where the message itself begins."""
    sender: str = ""
    """``Name <address>``, as far as it is written; empty where it is not."""
    subject: str = ""
    received: date | None = None
    lang: AnswerLanguage | None = None
    """AnswerLanguage of the program that wrote the announcement."""


class _TextLine(Struct, frozen=True):
    start: int
    end: int
    """With its line break."""
    text: str
    """Without signs of quotation and emphasis."""


def find_inline_forward(text: str) -> InlineForward | None:
    """The forwarded message; of a forward of a forward without a word between, the inner one."""
    lines = list(_split_lines(text))
    found = _first_forward(lines, 0)
    if found is None:
        return None
    forward, after = found
    for _ in range(_CHAIN):
        if after >= len(lines) or (inner := _forward_at(lines, after)) is None:
            break
        deeper, after = inner
        forward = InlineForward(
            forward.start, deeper.body, deeper.sender, deeper.subject, deeper.received, forward.lang
        )
    return forward


def _split_lines(text: str) -> Iterator[_TextLine]:
    start = 0
    for _ in range(LINES):
        if start >= len(text):
            return
        end = text.find("\n", start) + 1 or len(text)
        yield _TextLine(start, end, text[start : min(end, start + _LINE)].lstrip(_LEAD).rstrip(_TAIL))
        start = end


def _first_forward(lines: list[_TextLine], place: int) -> tuple[InlineForward, int] | None:
    """The first forward at or after a line, and the line after its announcement that is not empty."""
    for number in range(place, len(lines)):
        if lines[number].text and (found := _read_announcement(lines, number)):
            return found
    return None


def _forward_at(lines: list[_TextLine], place: int) -> tuple[InlineForward, int] | None:
    return _read_announcement(lines, place) if lines[place].text else None


def _read_announcement(lines: list[_TextLine], number: int) -> tuple[InlineForward, int] | None:
    line = lines[number].text
    if _TITLE.fullmatch(line):
        fields, after = _read_fields(lines, _next_nonblank(lines, number + 1))
        return _build_forward(lines, number, fields, after)
    name = _field_name(line)
    if name == "from":
        fields, after = _read_fields(lines, number)
        return _build_forward(lines, number, fields, after) if len(fields) >= _ENOUGH else None
    if name is None and line[:3].lower() in ("le ", "on "):
        return _read_attribution(lines, number)
    return None


def _read_attribution(lines: list[_TextLine], number: int) -> tuple[InlineForward, int] | None:
    """``Le 18 mars 2025 à 09:12, Ameli <a@b.example> a écrit :``, on one line or two, above a quotation."""
    for count in (1, 2):
        whole = " ".join(line.text for line in lines[number : number + count])
        if _WROTE.fullmatch(whole) and (when := parse_date_line(whole)):
            address = _ADDRESS.search(whole)
            lang: AnswerLanguage = "en" if whole.endswith(("wrote:", "wrote :")) else "fr"
            after = _next_nonblank(lines, number + count)
            body = lines[after].start if after < len(lines) else lines[-1].end
            return InlineForward(
                lines[number].start, body, address[0] if address else "", "", when, lang
            ), after
    return None


def _next_nonblank(lines: list[_TextLine], number: int) -> int:
    while number < len(lines) and not lines[number].text:
        number += 1
    return number


def _field_name(line: str) -> str | None:
    found = _FIELD.match(line)
    return _NAMES.get(found[1].strip().lower()) if found else None


def _read_fields(lines: list[_TextLine], number: int) -> tuple[dict[str, str], int]:
    """The fields that stand there, each once, and the line after them."""
    fields: dict[str, str] = {}
    last, more = "", 0
    while number < len(lines) and lines[number].text:
        line = lines[number].text
        name = _field_name(line)
        if name is not None and name not in fields:
            fields[name] = line.partition(":")[2].lstrip(_LEAD).rstrip(_TAIL)
            last, more = name, 0
        elif last and more < _FOLLOWING and (not fields[last] or last in ("to", "cc")):
            fields[last] = f"{fields[last]} {line}".strip()
            more += 1
        else:
            break
        number += 1
    return fields, number


def _build_forward(
    lines: list[_TextLine], number: int, fields: dict[str, str], after: int
) -> tuple[InlineForward, int]:
    after = _next_nonblank(lines, after)
    title = f"{lines[number].text} {' '.join(_field_labels(lines, number, after))}"
    return InlineForward(
        start=lines[number].start,
        body=lines[after].start if after < len(lines) else lines[-1].end,
        sender=_normalise_sender(fields.get("from", "")),
        subject=fields.get("subject", ""),
        received=parse_date_line(fields.get("date", "")),
        lang=detect_language(title),
    ), after


def _field_labels(lines: list[_TextLine], number: int, after: int) -> Iterator[str]:
    """The names of the fields, which are in the language of the program."""
    for line in lines[number:after]:
        if found := _FIELD.match(line.text):
            yield found[1]


def _normalise_sender(written: str) -> str:
    """``Name <address>`` from what programs make of it, such as ``Name [mailto:a@b.example]``.

    >>> (_normalise_sender("Ameli [mailto:a@b.example]"),
    ...  _normalise_sender("a@b.example <mailto:a@b.example>"), _normalise_sender("38663"))
    ('Ameli <a@b.example>', 'a@b.example', '38663')
    """
    address = _ADDRESS.search(written[:_LINE])
    if not address:
        return " ".join(written[:_LINE].split())
    name = " ".join(_BRACKETED.sub(" ", written[:_LINE]).replace(address[0], " ").split()).strip("\"' ")
    return f"{name} <{address[0]}>" if name else address[0]
