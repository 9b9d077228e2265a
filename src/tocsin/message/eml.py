"""An e-mail from its source, as the person who reads it sees it."""

from collections.abc import Iterable, Mapping
from datetime import date

from tocsin.message.bounds import HTML_CHARS, MESSAGE_BYTES, TEXT_CHARS, cut
from tocsin.message.charset import decode
from tocsin.message.headers import Block, mailboxes, text_of
from tocsin.message.html import Page, read_html
from tocsin.message.mime import Part, Reading
from tocsin.message.model import Attachment, Link, Message, Passage
from tocsin.message.passages import MARKS, passages
from tocsin.message.signature import Proof, verified, vouched

_DETACHED = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_LISTED = (
    "text/calendar",
    "text/csv",
    "text/vcard",
    "text/x-vcard",
    "text/x-amp-html",
    "text/rfc822-headers",
)
"""Kinds of text that mail programs offer as attachments, or do not show."""
_FEW_WORDS = 4
_COMPARED = 20_000
"""Characters of two alternatives that are compared."""
_MONTHS = dict(zip(str.split("jan feb mar apr may jun jul aug sep oct nov dec"), range(1, 13), strict=True))


class UndatedError(ValueError):
    """The message says no day on which it was received, and none was given."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def read_eml(
    data: bytes,
    *,
    received: date | None = None,
    today: date | None = None,
    trust_host: str = "",
    dkim_keys: Mapping[str, bytes] | None = None,
    inside_account: bool = False,
    solicited: bool | None = None,
) -> Message:
    """The message in the source of an e-mail.

    ``received`` is the day it was received; where it is not given, the topmost Received line says it, else
    Date, else ``today``. The word of ``trust_host`` counts on what it checked; without one nobody's does.
    ``dkim_keys`` are DNS records by name, ``selector._domainkey.domain``, for checking without the network.

    >>> message = read_eml(b"From: CPAM <a@b.example>\\nDate: Tue, 4 Mar 2025 10:00:00 +0100\\n\\nBonjour")
    >>> message.sender, message.received.isoformat(), message.text
    ('CPAM <a@b.example>', '2025-03-04', 'Bonjour')
    """
    whole = len(data) <= MESSAGE_BYTES
    source = data[:MESSAGE_BYTES].lstrip(b"\xef\xbb\xbf\r\n\t ")
    reading = Reading()
    root = reading.part(source, 0, len(source))
    headers = root.block.headers
    senders = mailboxes(root.block.first("from"))
    day, defects = _day(root.block, received, today)
    author = senders[0].domain if len(senders) == 1 and len(root.block.all("from")) == 1 else ""
    proofs = [vouched(headers, trust_host, author)]
    if whole and dkim_keys:
        proofs.append(verified(source, root.block, dkim_keys, author, day))
    draft = _Draft(reading)
    draft.show(root)
    if not whole:
        defects.insert(0, cut("message", MESSAGE_BYTES, "bytes"))
    if not headers:
        defects.append("headers: none that can be read")
    if not author:
        defects.append("sender: none, or more than one")
    return draft.message(
        Message(
            channel="email",
            text="",
            sender=senders[0].shown if senders else "",
            received=day,
            subject=text_of(root.block.first("subject")),
            inside_account=inside_account,
            solicited=solicited,
        ),
        proofs,
        defects,
    )


def _day(block: Block, received: date | None, today: date | None) -> tuple[date, list[str]]:
    """The day of reception; what the message says of it never counts beyond today."""
    if received:
        return received, []
    said = (*block.all("received")[:1], block.first("date"))
    found = next((day for value in said if (day := parse_day(value))), None)
    if found and today and found > today:
        return today, ["date: after today"]
    if found or today:
        return found or today or date.max, [] if found else ["date: none that can be read"]
    raise UndatedError


def parse_day(value: bytes) -> date | None:
    """The day in a Date or Received header, as its writer's clock had it.

    >>> parse_day(b"from a by b; Tue, 4 Mar 2025 23:10:00 +0100 (CET)")
    datetime.date(2025, 3, 4)
    """
    words = value[-200:].decode("latin-1").rpartition(";")[2].replace(",", " ").replace("-", " ").split()
    for day, month, year in zip(words, words[1:], words[2:], strict=False):
        number = _MONTHS.get(month[:3].lower(), 0)
        if number and day.isdecimal() and year.isdecimal() and len(year) in (2, 4):
            try:
                return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
            except ValueError:
                return None
    return None


class _Draft:
    """The visible text that grows part by part, with what lies in it and under it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._pieces: list[str] = []
        self._length = 0
        self._links: list[Link] = []
        self._passages: list[Passage] = []
        self._attachments: list[Attachment] = []
        self._hidden: list[str] = []
        self._defects: dict[str, None] = {}
        self._nested = 0
        self._html_left = HTML_CHARS

    def show(self, part: Part) -> None:
        """Write what a reader sees of a part."""
        if part.media == "multipart/alternative" and part.children:
            self._show_best(part.children)
        elif part.media.startswith("multipart/"):
            for child in part.children:
                self.show(child)
        elif part.children:
            self._show_nested(part, part.children[0])
        elif (
            part.media.startswith("text/") and part.media not in _LISTED and part.disposition != "attachment"
        ):
            self._show_text(part)
        else:
            self._list(part)

    def message(self, base: Message, proofs: Iterable[Proof], defects: list[str]) -> Message:
        """The message, everything cut at its bound."""
        text, hidden = "".join(self._pieces), "\n".join(self._hidden)
        defects += self._reading.defects
        defects += self._defects
        if len(text) > TEXT_CHARS:
            defects.append(cut("text", TEXT_CHARS))
        if len(hidden) > TEXT_CHARS:
            defects.append(cut("hidden", TEXT_CHARS))
        size = min(len(text), TEXT_CHARS)
        return Message(
            channel=base.channel,
            text=text[:size],
            sender=base.sender,
            received=base.received,
            subject=base.subject,
            inside_account=base.inside_account,
            solicited=base.solicited,
            links=tuple(Link(x.href, min(x.start, size), min(x.end, size)) for x in self._links),
            attachments=tuple(self._attachments),
            passages=tuple(
                Passage(x.kind, x.start, min(x.end, size)) for x in self._passages if x.start < size
            ),
            hidden=hidden[:TEXT_CHARS],
            signatures=tuple(signature for proof in proofs for signature in proof.signatures),
            defects=(*dict.fromkeys(defects), *(defect for proof in proofs for defect in proof.defects)),
        )

    def _show_best(self, choices: tuple[Part, ...]) -> None:
        """Of alternatives, a reader sees the HTML; what only the others say is kept apart."""
        best = next((c for c in reversed(choices) if _holds(c, "text/html")), None)
        best = best or next((c for c in reversed(choices) if _holds(c, "text/")), choices[-1])
        before = len(self._pieces)
        self.show(best)
        shown = "".join(self._pieces[before:])
        for other in choices:
            if other is not best and other.media == "text/plain":
                text = self._decoded(other)
                if differ(text, shown):
                    self._defects["alternatives: the plain text and the HTML differ"] = None
                    self._hidden.append(text)

    def _show_nested(self, part: Part, inner: Part) -> None:
        """A message inside the message: forwarded, with the lines that a mail program shows above it."""
        senders = mailboxes(inner.block.first("from"))
        title = (
            ("De", senders[0].shown if senders else ""),
            ("Objet", text_of(inner.block.first("subject"))),
        )
        self._part()
        start = self._length
        self._write("\n".join(f"{name} : {said}" for name, said in title if said))
        self._nested += 1
        self.show(inner)
        self._nested -= 1
        if not self._nested and self._length > start:
            self._passages.append(Passage("forwarded", start, self._length))

    def _show_text(self, part: Part) -> None:
        text = self._decoded(part)
        if not text.strip():
            return
        self._part()
        start = self._length
        quotes: tuple[Passage, ...] = ()
        if part.media == "text/html":
            page = self._page(text)
            text, quotes = page.text, page.quotes
            self._links += [Link(x.href, start + x.start, start + x.end) for x in page.links]
            self._hidden += [page.hidden] if page.hidden else []
            self._defects.update(dict.fromkeys(page.defects))
        text = text[: TEXT_CHARS + 1 - start] if start <= TEXT_CHARS else ""
        if not self._nested:
            found = merge(passages(text, answers=False), quotes)
            self._passages += [Passage(x.kind, start + x.start, start + x.end) for x in found]
        self._write(text)

    def _page(self, html: str) -> Page:
        """What is seen of an HTML part; the bound is on all of them together."""
        left, self._html_left = self._html_left, max(0, self._html_left - len(html))
        if len(html) > left:
            self._defects[cut("html", HTML_CHARS)] = None
        return read_html(html[:left])

    def _decoded(self, part: Part) -> str:
        text, defect = decode(self._reading.content(part), part.parameters.get("charset", ""))
        if defect:
            self._defects[defect] = None
        return text.replace("\r\n", "\n")

    def _list(self, part: Part) -> None:
        inline = part.media.startswith("image/") and part.disposition != "attachment"
        if part.media in _DETACHED or (inline and part.block.first("content-id")):
            return
        self._attachments.append(Attachment(part.name, part.media))

    def _part(self) -> None:
        if self._length:
            self._write("\n\n")

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _holds(part: Part, media: str) -> bool:
    """Whether a part, or one inside it, is of a kind that starts so and is shown."""
    if part.children:
        return any(_holds(child, media) for child in part.children)
    return part.media.startswith(media) and part.media not in _LISTED and part.disposition != "attachment"


def differ(plain: str, shown: str) -> bool:
    """Whether a plain text says other things than the HTML beside it: fewer than a third of its words.

    >>> differ("Votre carte est prête", "Votre carte prête !"), differ("un conte de fées", "payez ici")
    (False, True)
    """
    said = _words(plain[:_COMPARED])
    return len(said) >= _FEW_WORDS and len(said & _words(shown[:_COMPARED])) * 3 < len(said)


def _words(text: str) -> set[str]:
    return {word for word in (raw.strip(".,;:!?<>()[]*_\"'") for raw in text.lower().split()) if word}


def merge(found: tuple[Passage, ...], quotes: tuple[Passage, ...]) -> list[Passage]:
    """Passages seen in the words, and those marked by a mail program that none of them touches."""
    merged = list(found)
    for quote in quotes[:MARKS]:
        if all(quote.end <= other.start or other.end <= quote.start for other in merged):
            merged.append(quote)
    return sorted(merged, key=lambda passage: passage.start)
