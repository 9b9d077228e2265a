"""What a person forwards: an attached message first, else the one inside the text, else the one in a picture, else the
text itself."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from tocsin.answering.answer_language import AnswerLanguage, detect_language, first_language, language_of_tag
from tocsin.answering.mail import inline_forward
from tocsin.answering.report_word import find_report_word
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.channel_guess import list_plausible_channels
from tocsin.message.eml import read_eml
from tocsin.message.mail_headers import HeaderBlock, decode_header_text
from tocsin.message.message_reader import PictureReading
from tocsin.message.mime import MimePart, MimeReader
from tocsin.message.model import Attachment, HiddenLink, Message
from tocsin.message.outlook_item import NotOutlookItem, as_eml_source
from tocsin.message.passages import find_passages
from tocsin.message.picture.picture_message import build_message
from tocsin.message.plain_text import message_from_text
from tocsin.message.source_kind import is_mail_source
from tocsin.pictures.picture_reader import PictureUnread, read_picture

How = Literal["attachment", "inline", "shown", "body", "nothing"]
"""``shown``: in a picture."""
Note = Literal["others", "picture", "outlook", "undated"]
"""What was not possible: other messages attached too, a picture or an item of Outlook that could not be read, no day
written."""

_PREFIX: Final = re.compile(
    r"\s{0,8}(?:(?:tr|fwd?|re|ré|wg|transf[eé]r[eé])\s{0,3}:\s{0,4}){1,8}", re.IGNORECASE
)
_SIGNATURE: Final = re.compile(
    r"^(?:-- ?|_{10,80}|(?:envoy[ée]|sent|provenance|obtenir|get|t[ée]l[ée]charg)\b[^\n]{0,60}"
    r"(?:iphone|ipad|android|outlook|samsung|orange|yahoo|mobile|smartphone|courrier|mail)\b"
    r"[^\n]{0,60})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The line that begins a signature, or what a telephone writes below a mail."""
_LEVELS: Final = 5
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 .()-]{1,20}")


class ForwardedMessage(Struct, frozen=True, kw_only=True):
    """What is to be checked, and what is known of who forwards it."""

    message: Message
    """As the person received it, on the day on which they did; without text where there is nothing."""
    how: How
    lang: AnswerLanguage
    """Of the person who is to be answered."""
    notes: tuple[Note, ...] = ()
    reports: bool = False
    """Whether they write, above it, that it shall be kept as a report."""
    follows: bool = False
    """Whether they want to be written to about what becomes of it."""


def find_forwarded_message(
    raw: bytes,
    *,
    today: date,
    dkim_keys: Mapping[str, bytes] | None = None,
    read: PictureReading = read_picture,
) -> ForwardedMessage:
    """What is forwarded in the source of a mail. Never raises: what cannot be read is said in the notes."""
    reading = MimeReader()
    source = raw[:MESSAGE_BYTES].lstrip(b"\xef\xbb\xbf\r\n\t ")
    root = reading.read_part(source, 0, len(source))
    outer = read_eml(source, today=today)
    attached = list(_attached_messages(reading, root))
    notes: list[Note] = []
    if any(_is_outlook(a) for a in outer.attachments) and not attached:
        notes.append("outlook")
    if attached:
        found = _from_attachment(attached, outer, root.block, today, dkim_keys)
        notes += ["others"] if len(attached) > 1 else []
    elif forward := inline_forward.find_inline_forward(outer.text):
        found = _from_text(outer, forward, root.block)
    else:
        found = _from_body(outer, root.block)
    pictures = _attached_pictures(reading, root) if found.how != "attachment" else []
    if pictures:
        shown = _from_picture(pictures[0], outer, found, read)
        notes += ["picture"] if not shown else ["others"] if len(pictures) > 1 else []
        found = shown or found
    return _take_report_word(replace(found, notes=(*notes, *found.notes)))


def _take_report_word(found: ForwardedMessage) -> ForwardedMessage:
    """The same without the word of a report, which is the person's and not of what they got. Blanks stand in its place
    where it was in the text: links are told by where they stand."""
    message = found.message
    if word := find_report_word(message.beside):
        left = replace(message, beside=message.beside[word.end :])
    elif found.how == "body" and (word := find_report_word(message.text)):
        left = replace(message, text=" " * word.end + message.text[word.end :])
    else:
        return found
    has_text = found.how != "body" or bool(left.text.strip())
    return replace(
        found, message=left, how=found.how if has_text else "nothing", reports=True, follows=word.follows
    )


# ---- attached


def _attached_messages(reading: MimeReader, root: MimePart) -> Iterator[bytes]:
    """Sources of the messages attached, outermost only."""
    waiting = [(root, 0)]
    while waiting:
        part, depth = waiting.pop(0)
        if part.media.startswith("message/") and part.children:
            yield reading.decode_body(part)
        elif part.children and depth < _LEVELS:
            waiting += [(child, depth + 1) for child in part.children]
        elif part.file_name.lower().endswith((".eml", ".msg")) and is_mail_source(
            content := reading.decode_body(part)
        ):
            with suppress(NotOutlookItem):
                yield as_eml_source(content)


def _from_attachment(
    attached: list[bytes], outer: Message, block: HeaderBlock, today: date, keys: Mapping[str, bytes] | None
) -> ForwardedMessage:
    message = read_eml(attached[0], today=outer.received, dkim_keys=keys)
    undated: tuple[Note, ...] = ("undated",) if any(d.startswith("date:") for d in message.defects) else ()
    own = _own_words(outer, next((p.start for p in outer.passages if p.kind == "forwarded"), len(outer.text)))
    lang = first_language(
        detect_language(_without_signature(own)),
        detect_language(_subject_and_text(message)),
        language_of_tag(decode_header_text(block.first_value("content-language"))),
    )
    return ForwardedMessage(message=replace(message, beside=own), how="attachment", lang=lang, notes=undated)


# ---- inside the text


def _from_text(outer: Message, forward: inline_forward.InlineForward, block: HeaderBlock) -> ForwardedMessage:
    text, links = _text_from(outer, forward.body)
    if _is_quoted(text):
        text, links = _strip_quotes(text), tuple(HiddenLink(link.href, 0, 0) for link in links)
    channel = "sms" if _NUMBER.fullmatch(forward.sender) else "email"
    day = forward.received if forward.received and forward.received <= outer.received else outer.received
    message = Message(
        channel=channel,
        text=text,
        sender=forward.sender,
        received=day,
        subject=forward.subject or (_PREFIX.sub("", outer.subject, count=1) if channel == "email" else ""),
        links=links,
        attachments=_document_attachments(outer),
        passages=find_passages(text, answers=False),
        hidden=outer.hidden,
        defects=_reading_defects(outer),
        beside=_own_words(outer, forward.start),
    )
    lang = first_language(
        detect_language(_without_signature(message.beside)),
        detect_language(_subject_and_text(message)),
        language_of_tag(decode_header_text(block.first_value("content-language"))),
        forward.lang,
    )
    return ForwardedMessage(
        message=message, how="inline", lang=lang, notes=() if forward.received else ("undated",)
    )


def _text_from(outer: Message, start: int) -> tuple[str, tuple[HiddenLink, ...]]:
    """The text from a place on, and the links that stand there or are shown nowhere."""
    kept = [link for link in outer.links if link.start >= start]
    return outer.text[start:], tuple(HiddenLink(x.href, x.start - start, x.end - start) for x in kept)


def _is_quoted(text: str) -> bool:
    lines = [line for line in text[:20_000].splitlines() if line.strip()]
    return bool(lines) and sum(line.lstrip().startswith(">") for line in lines) * 2 > len(lines)


def _strip_quotes(text: str) -> str:
    return re.sub(r"^[ \t]{0,8}>[ ]?", "", text, flags=re.MULTILINE)


# ---- the text itself


def _from_body(outer: Message, block: HeaderBlock) -> ForwardedMessage:
    """A text that was pasted. What the person wrote around it is told apart by the reader of messages."""
    end = _signature_start(outer.text)
    start = len(outer.text[:end]) - len(outer.text[:end].lstrip())
    text = outer.text[start:end].rstrip()
    links = tuple(
        HiddenLink(x.href, x.start - start, x.end - start)
        for x in outer.links
        if start <= x.start and x.end <= start + len(text)
    )
    ways = list_plausible_channels(text)
    message = message_from_text(text, ways[0], otherwise=ways[1:], received=outer.received)
    message = replace(
        message, links=links, attachments=_document_attachments(outer), defects=_reading_defects(outer)
    )
    own = "".join(_outside_passages(message))
    lang = first_language(
        detect_language(own) if message.passages else None,
        detect_language(outer.subject),
        detect_language(text),
        language_of_tag(decode_header_text(block.first_value("content-language"))),
    )
    return ForwardedMessage(message=message, how="body" if text else "nothing", lang=lang)


def _signature_start(text: str) -> int:
    """Where the signature begins, unless the text begins with what looks like one."""
    found = next((m for m in _SIGNATURE.finditer(text) if text[: m.start()].strip()), None)
    return found.start() if found else len(text)


def _outside_passages(message: Message) -> Iterator[str]:
    at = 0
    for passage in message.passages:
        if passage.kind != "reply":
            yield message.text[at : passage.start]
            at = passage.end
    yield message.text[at:]


# ---- in a picture


def _from_picture(
    picture: bytes, outer: Message, body: ForwardedMessage, read: PictureReading
) -> ForwardedMessage | None:
    """What a picture shows, where the text around it is only the person's own question; None where it is more, or
    where nothing can be read in it."""
    if body.how == "inline" or len(body.message.text) > _QUESTION:
        return None
    try:
        shown = read(picture)
    except PictureUnread:
        return None
    if body.how == "body" and len(shown.text.split()) < _FEW_WORDS:  # the logo of a signature
        return None
    message = build_message(shown, received=outer.received)
    lang = body.lang if body.how == "body" else first_language(detect_language(shown.text), body.lang)
    return ForwardedMessage(message=replace(message, beside=body.message.text), how="shown", lang=lang)


# ---- what all of them share


def _own_words(outer: Message, end: int) -> str:
    """The person's own words above what is forwarded."""
    text = outer.text[:end]
    return text[: _signature_start(text)]


def _without_signature(own: str) -> str:
    """The same without what a program wrote there: its language is not that of the person."""
    return _SIGNATURE.split(own, maxsplit=1)[0]


def _subject_and_text(message: Message) -> str:
    return f"{message.subject}\n{message.text}"


def _is_outlook(attachment: Attachment) -> bool:
    return attachment.name.lower().endswith(".msg") or attachment.media_type == "application/vnd.ms-outlook"


def _document_attachments(outer: Message) -> tuple[Attachment, ...]:
    """Attachments of what is forwarded; a picture may as well be of the person, or be a screen shot."""
    return tuple(a for a in outer.attachments if not a.media_type.startswith("image/") and not _is_outlook(a))


def _attached_pictures(reading: MimeReader, root: MimePart) -> list[bytes]:
    """The pictures that may hold what is asked about."""
    waiting, found = [root], []
    while waiting:
        part = waiting.pop(0)
        if part.media.startswith("image/") and part.end - part.start > _ICON:
            found.append(reading.decode_body(part))
        waiting += part.children
    return found


_QUESTION: Final = 400
"""Characters of a person's own question above a picture, at most: a longer text is what is asked about."""
_FEW_WORDS: Final = 4
_ICON: Final = 15_000
"""Octets, encoded, up to which a picture is the logo of a signature."""


def _reading_defects(outer: Message) -> tuple[str, ...]:
    """What could not be read; who wrote the outer mail, and when, is not what is checked."""
    return tuple(
        d for d in outer.defects if not d.startswith(("sender:", "date:", "authentication:", "dkim:"))
    )
