"""An e-mail from its source, as the person who reads it sees it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date

from tocsin.message.bounds import HTML_CHARS, MESSAGE_BYTES, TEXT_CHARS, describe_cut
from tocsin.message.charset import decode_bytes
from tocsin.message.html_reader import VisiblePage, read_html
from tocsin.message.mail_authentication import OriginProof, prove_by_trusted_host, verify_dkim_signatures
from tocsin.message.mail_headers import HeaderBlock, decode_header_text, parse_mailboxes
from tocsin.message.mime import MimePart, MimeReader
from tocsin.message.model import Attachment, HiddenLink, Message, Passage
from tocsin.message.outlook_item import NotOutlookItem, as_eml_source
from tocsin.message.passages import MARKS, find_passages

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
    """The message in the source of an e-mail, or in an item of Outlook.

    ``received`` is the day it was received; where it is not given, the topmost Received line says it, else
    Date, else ``today``. The word of ``trust_host`` counts on what it checked; without one nobody's does.
    ``dkim_keys`` are DNS records by name, ``selector._domainkey.domain``, for checking without the network.

    >>> message = read_eml(b"From: CPAM <a@b.example>\\nDate: Tue, 4 Mar 2025 10:00:00 +0100\\n\\nBonjour")
    >>> message.sender, message.received.isoformat(), message.text
    ('CPAM <a@b.example>', '2025-03-04', 'Bonjour')
    """
    with suppress(NotOutlookItem):
        data = as_eml_source(data)
    whole = len(data) <= MESSAGE_BYTES
    source = data[:MESSAGE_BYTES].lstrip(b"\xef\xbb\xbf\r\n\t ")
    reading = MimeReader()
    root = reading.read_part(source, 0, len(source))
    headers = root.block.headers
    senders = parse_mailboxes(root.block.first_value("from"))
    day, defects = _find_reception_day(root.block, received, today)
    author = senders[0].domain if len(senders) == 1 and len(root.block.all_values("from")) == 1 else ""
    proofs = [prove_by_trusted_host(headers, trust_host, author)]
    if whole and dkim_keys:
        proofs.append(verify_dkim_signatures(source, root.block, dkim_keys, author, day))
    draft = _MessageDraft(reading)
    draft.show_part(root)
    if not whole:
        defects.insert(0, describe_cut("message", MESSAGE_BYTES, "bytes"))
    if not headers:
        defects.append("headers: none that can be read")
    if not author:
        defects.append("sender: none, or more than one")
    return draft.build_message(
        Message(
            channel="email",
            text="",
            sender=senders[0].display_text if senders else "",
            received=day,
            subject=decode_header_text(root.block.first_value("subject")),
            inside_account=inside_account,
            solicited=solicited,
        ),
        proofs,
        defects,
    )


def _find_reception_day(
    block: HeaderBlock, received: date | None, today: date | None
) -> tuple[date, list[str]]:
    """The day of reception; what the message says of it never counts beyond today."""
    if received:
        return received, []
    said = (*block.all_values("received")[:1], block.first_value("date"))
    found = next((day for value in said if (day := parse_header_day(value))), None)
    if found and today and found > today:
        return today, ["date: after today"]
    if found or today:
        return found or today or date.max, [] if found else ["date: none that can be read"]
    raise UndatedError


def parse_header_day(value: bytes) -> date | None:
    """The day in a Date or Received header, as its writer's clock had it.

    >>> parse_header_day(b"from a by b; Tue, 4 Mar 2025 23:10:00 +0100 (CET)")
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


class _MessageDraft:
    """The visible text that grows part by part, with what lies in it and under it."""

    def __init__(self, reading: MimeReader) -> None:
        self._reading = reading
        self._pieces: list[str] = []
        self._length = 0
        self._links: list[HiddenLink] = []
        self._passages: list[Passage] = []
        self._attachments: list[Attachment] = []
        self._hidden: list[str] = []
        self._defects: dict[str, None] = {}
        self._nested = 0
        self._html_left = HTML_CHARS

    def show_part(self, part: MimePart) -> None:
        """Write what a reader sees of a part."""
        if part.media == "multipart/alternative" and part.children:
            self._show_best(part.children)
        elif part.media.startswith("multipart/"):
            for child in part.children:
                self.show_part(child)
        elif part.children:
            self._show_nested(part, part.children[0])
        elif (
            part.media.startswith("text/") and part.media not in _LISTED and part.disposition != "attachment"
        ):
            self._show_text(part)
        else:
            self._list_attachment(part)

    def build_message(self, base: Message, proofs: Iterable[OriginProof], defects: list[str]) -> Message:
        """The message, everything cut at its bound."""
        text, hidden = "".join(self._pieces), "\n".join(self._hidden)
        defects += self._reading.defects
        defects += self._defects
        if len(text) > TEXT_CHARS:
            defects.append(describe_cut("text", TEXT_CHARS))
        if len(hidden) > TEXT_CHARS:
            defects.append(describe_cut("hidden", TEXT_CHARS))
        size = min(len(text), TEXT_CHARS)
        return Message(
            channel=base.channel,
            text=text[:size],
            sender=base.sender,
            received=base.received,
            subject=base.subject,
            inside_account=base.inside_account,
            solicited=base.solicited,
            links=tuple(HiddenLink(x.href, min(x.start, size), min(x.end, size)) for x in self._links),
            attachments=tuple(self._attachments),
            passages=tuple(
                Passage(x.kind, x.start, min(x.end, size)) for x in self._passages if x.start < size
            ),
            hidden=hidden[:TEXT_CHARS],
            signatures=tuple(signature for proof in proofs for signature in proof.signatures),
            defects=(*dict.fromkeys(defects), *(defect for proof in proofs for defect in proof.defects)),
        )

    def _show_best(self, choices: tuple[MimePart, ...]) -> None:
        """Of alternatives, a reader sees the HTML; what only the others say is kept apart."""
        best = next((c for c in reversed(choices) if _holds_media(c, "text/html")), None)
        best = best or next((c for c in reversed(choices) if _holds_media(c, "text/")), choices[-1])
        before = len(self._pieces)
        self.show_part(best)
        shown = "".join(self._pieces[before:])
        for other in choices:
            if other is not best and other.media == "text/plain":
                text = self._decode_part(other)
                if texts_differ(text, shown):
                    self._defects["alternatives: the plain text and the HTML differ"] = None
                    self._hidden.append(text)

    def _show_nested(self, part: MimePart, inner: MimePart) -> None:
        """A message inside the message: forwarded, with the lines that a mail program shows above it."""
        senders = parse_mailboxes(inner.block.first_value("from"))
        title = (
            ("De", senders[0].display_text if senders else ""),
            ("Objet", decode_header_text(inner.block.first_value("subject"))),
        )
        self._separate_part()
        start = self._length
        self._write("\n".join(f"{name} : {said}" for name, said in title if said))
        self._nested += 1
        self.show_part(inner)
        self._nested -= 1
        if not self._nested and self._length > start:
            self._passages.append(Passage("forwarded", start, self._length))

    def _show_text(self, part: MimePart) -> None:
        text = self._decode_part(part)
        if not text.strip():
            return
        self._separate_part()
        start = self._length
        quotes: tuple[Passage, ...] = ()
        if part.media == "text/html":
            page = self._read_page(text)
            text, quotes = page.text, page.quotes
            self._links += [HiddenLink(x.href, start + x.start, start + x.end) for x in page.links]
            self._hidden += [page.hidden] if page.hidden else []
            self._defects.update(dict.fromkeys(page.defects))
        text = text[: TEXT_CHARS + 1 - start] if start <= TEXT_CHARS else ""
        if not self._nested:
            found = merge_passages(find_passages(text, answers=False), quotes)
            self._passages += [Passage(x.kind, start + x.start, start + x.end) for x in found]
        self._write(text)

    def _read_page(self, html: str) -> VisiblePage:
        """What is seen of an HTML part; the bound is on all of them together."""
        left, self._html_left = self._html_left, max(0, self._html_left - len(html))
        if len(html) > left:
            self._defects[describe_cut("html", HTML_CHARS)] = None
        return read_html(html[:left])

    def _decode_part(self, part: MimePart) -> str:
        text, defect = decode_bytes(self._reading.decode_body(part), part.parameters.get("charset", ""))
        if defect:
            self._defects[defect] = None
        return text.replace("\r\n", "\n")

    def _list_attachment(self, part: MimePart) -> None:
        inline = part.media.startswith("image/") and part.disposition != "attachment"
        if part.media in _DETACHED or (inline and part.block.first_value("content-id")):
            return
        self._attachments.append(Attachment(part.file_name, part.media))

    def _separate_part(self) -> None:
        if self._length:
            self._write("\n\n")

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _holds_media(part: MimePart, media: str) -> bool:
    """Whether a part, or one inside it, is of a kind that starts so and is shown."""
    if part.children:
        return any(_holds_media(child, media) for child in part.children)
    return part.media.startswith(media) and part.media not in _LISTED and part.disposition != "attachment"


def texts_differ(plain: str, shown: str) -> bool:
    """Whether a plain text says other things than the HTML beside it: fewer than a third of its words.

    >>> (texts_differ("Votre carte est prête", "Votre carte prête !"),
    ...  texts_differ("un conte de fées", "payez ici"))
    (False, True)
    """
    said = _split_words(plain[:_COMPARED])
    return len(said) >= _FEW_WORDS and len(said & _split_words(shown[:_COMPARED])) * 3 < len(said)


def _split_words(text: str) -> set[str]:
    return {word for word in (raw.strip(".,;:!?<>()[]*_\"'") for raw in text.lower().split()) if word}


def merge_passages(found: tuple[Passage, ...], quotes: tuple[Passage, ...]) -> list[Passage]:
    """Passages seen in the words, and those marked by a mail program that none of them touches."""
    merged = list(found)
    for quote in quotes[:MARKS]:
        if all(quote.end <= other.start or other.end <= quote.start for other in merged):
            merged.append(quote)
    return sorted(merged, key=lambda passage: passage.start)
