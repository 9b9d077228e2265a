"""A message from whatever is at hand: bytes of unknown kind, or a row of a batch."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.message.bounds import MESSAGE_BYTES, SURROGATES
from tocsin.message.channel_guess import list_plausible_channels
from tocsin.message.errors import abbreviate_value
from tocsin.message.model import AnswerWord, Message, QuestionId, ToldAnswer
from tocsin.message.picture.model import PictureMessage
from tocsin.message.plain_text import has_surrogates, message_from_text
from tocsin.message.source_kind import detect_kind, is_mail_source

PictureReading = Callable[[bytes], PictureMessage]
"""Reads the message that a picture shows; raises ValueError where it reads nothing."""


class BadFieldError(msgspec.ValidationError):
    """A field of a row does not hold what it should."""

    def __init__(self, field: str, expected: str, got: object) -> None:
        self.field = field
        self.expected = expected
        self.got = got
        super().__init__(f"Expected {expected}, got {abbreviate_value(got)} - at `$.{field}`")


class MessageRow(Struct, frozen=True, kw_only=True):
    """A line of a batch, as the contract of the JSON interface has it; unknown keys are ignored: a line of a
    collection of messages has labels and notes of its own."""

    id: str | int | None = None
    """Returned with the verdict."""
    channel: str | None = None
    """A channel; guessed where it is not given."""
    sender: str | int | None = None
    """As displayed; a short number may be written as a number."""
    received_at: str | None = None
    """ISO date, or date and time; the day counts, as written."""
    subject: str | None = None
    text: str | None = None
    """Visible text."""
    html: str | None = None
    """HTML of an e-mail, which is what is seen then."""
    inside_account: bool | None = None
    solicited: bool | None = None
    eml: str | None = None
    """Source of an e-mail in base64, or the path of its file, instead of ``text``."""
    trust_host: str | None = None
    """Receiving server whose checks count."""
    picture: str | None = None
    """A screenshot or a photograph in base64, instead of ``text``; what was read in it is in the answer."""
    answers: dict[QuestionId, AnswerWord] | None = None
    """What the person answered to the spoken questions about a call or a message: beside ``text``, or instead of it."""


class RequestRow(MessageRow, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message as a program asks about it: a key that is not known is a mistake of that program."""


def message_from_mapping(row: Mapping[str, Any], today: date, **options: Any) -> Message:
    """The message of a row that is a plain mapping.

    >>> message_from_mapping({"text": "AMELI : votre carte", "sender": 38663, "colour": "red"}, date(2024, 3, 4)).sender
    '38663'
    """
    return message_from_row(msgspec.convert(row, MessageRow, strict=True), today, **options)


def message_from_row(
    row: MessageRow,
    today: date,
    read_file: Callable[[str], bytes] | None = None,
    read_picture: PictureReading | None = None,
) -> Message:
    """The message of a row; ``today`` is its day where it has none.

    Reading a path named in a row is the caller's business: ``read_file`` does it, and without it a path is
    refused. So it is with pictures and ``read_picture``, which raises ValueError where it reads nothing.
    """
    message = _read_row(row, today, read_file, read_picture)
    if not row.answers:
        return message
    told = tuple(ToldAnswer(question, said) for question, said in row.answers.items())
    return msgspec.structs.replace(message, answers=told)


def _read_row(
    row: MessageRow,
    today: date,
    read_file: Callable[[str], bytes] | None,
    read_picture: PictureReading | None,
) -> Message:
    if row.eml is not None:
        return _message_from_eml_row(row, today, read_file)
    if row.picture is not None:
        return _message_from_picture_row(row, today, read_picture)
    if row.html is not None:
        return _message_from_html_row(row, today)
    if row.text is None and not row.answers:
        raise BadFieldError("text", "a text, or html, or eml, or picture, or answers", None)
    text = row.text or ""
    sender = "" if row.sender is None else str(row.sender)
    ways = (
        (_check_channel(row.channel),)
        if row.channel is not None
        else list_plausible_channels(text, sender)
        if text or not row.answers
        else ("call",)  # of a message without a text, one was told by voice
    )
    return message_from_text(
        text,
        ways[0],
        otherwise=ways[1:],
        sender=sender,
        received=today if row.received_at is None else _parse_reception_day(row.received_at, today),
        subject=row.subject or "",
        inside_account=row.inside_account or False,
        solicited=row.solicited,
    )


def _check_channel(name: str) -> ChannelId:
    if name in CHANNELS:
        return name
    raise BadFieldError("channel", "one of " + ", ".join(CHANNELS), name)


def _parse_reception_day(written: str, today: date) -> date:
    """The day of a date or time, as written: ``2021-03-04T23:30:00Z`` is the 4th. Tomorrow has begun
    somewhere; what comes after it was received by nobody."""
    try:
        day = date.fromisoformat(written) if len(written) <= 10 else datetime.fromisoformat(written).date()
    except ValueError:
        raise BadFieldError("received_at", "an ISO date or time such as 2021-03-04", written) from None
    if day > today + timedelta(days=1):
        raise BadFieldError("received_at", f"a day that does not lie ahead of {today}", written)
    return day


def _message_from_picture_row(row: MessageRow, today: date, read_picture: PictureReading | None) -> Message:
    import binascii

    from tocsin.message.picture.picture_message import build_message

    try:
        data = binascii.a2b_base64(str(row.picture))
        found = read_picture(data) if read_picture and detect_kind(data) == "picture" else None
    except ValueError as error:
        raise BadFieldError(
            "picture", f"a picture in which text can be read ({error})", row.picture
        ) from error
    if found is None:
        raise BadFieldError("picture", "a PNG, JPEG, WebP, GIF, BMP or HEIC in base64", row.picture)
    message = build_message(
        found,
        None if row.channel is None else _check_channel(row.channel),
        received=today if row.received_at is None else _parse_reception_day(row.received_at, today),
        inside_account=row.inside_account or False,
        solicited=row.solicited,
    )
    return message if row.sender is None else msgspec.structs.replace(message, sender=str(row.sender))


def _message_from_html_row(row: MessageRow, today: date) -> Message:
    """An HTML body: the visible text is what counts; a plain text beside it is only compared with it."""
    html = str(row.html)
    base = MessageRow(
        channel="email" if row.channel is None else row.channel,
        sender=row.sender,
        received_at=row.received_at,
        subject=row.subject,
        text="",
        inside_account=row.inside_account,
        solicited=row.solicited,
    )
    return replace_with_html(message_from_row(base, today), html, plain=row.text or "")


def replace_with_html(message: Message, html: str, plain: str = "") -> Message:
    """A message whose text is what is seen of an HTML body."""
    from tocsin.message.eml import merge_passages, texts_differ
    from tocsin.message.html_reader import read_html
    from tocsin.message.plain_text import find_channel_passages

    page = read_html(html)
    defects = page.defects
    if has_surrogates(page.text):
        defects += (SURROGATES,)
    hidden = page.hidden
    if plain and texts_differ(plain, page.text):
        defects += ("alternatives: the plain text and the HTML differ",)
        hidden = f"{hidden}\n{plain}" if hidden else plain
    return msgspec.structs.replace(
        message,
        text=page.text,
        links=page.links,
        passages=tuple(merge_passages(find_channel_passages(page.text, message.channel), page.quotes)),
        hidden=hidden,
        defects=message.defects + defects,
    )


def _message_from_eml_row(row: MessageRow, today: date, read_file: Callable[[str], bytes] | None) -> Message:
    from tocsin.message.eml import read_eml

    message = read_eml(
        _read_eml_source(str(row.eml), read_file),
        received=None if row.received_at is None else _parse_reception_day(row.received_at, today),
        today=today,
        trust_host=row.trust_host or "",
        inside_account=row.inside_account or False,
        solicited=row.solicited,
    )
    if row.channel not in (None, "email"):
        raise BadFieldError("channel", "email, where eml is given", row.channel)
    return message


def _read_eml_source(eml: str, read_file: Callable[[str], bytes] | None) -> bytes:
    """Base64 whose content begins as an e-mail does, else the content of the file of that name."""
    import binascii

    try:
        data = binascii.a2b_base64("".join(eml.split()), strict_mode=True)
    except (binascii.Error, ValueError):
        data = b""
    if is_mail_source(data) or (data and (read_file is None or len(eml) > 4_096)):
        return data
    if read_file is None or not eml or len(eml) > 4_096 or "\x00" in eml:
        raise BadFieldError("eml", "an e-mail in base64" + (", or a path" if read_file else ""), eml)
    try:
        return read_file(eml)
    except OSError as error:
        raise BadFieldError("eml", f"a file that can be read ({error.strerror})", eml) from error


def read_message(
    raw: bytes | str,
    channel: ChannelId | None = None,
    *,
    sender: str = "",
    received: date | None = None,
    today: date | None = None,
    subject: str = "",
    inside_account: bool = False,
    solicited: bool | None = None,
    trust_host: str = "",
    dkim_keys: Mapping[str, bytes] | None = None,
) -> Message:
    """The message in a text or in bytes of unknown kind: the source of an e-mail, an item of Outlook, HTML, or plain text.

    A channel that is given is believed: only an e-mail, or an unknown, is looked at for what it is.
    Bytes that are no text, such as a picture, are read as one: :mod:`tocsin.message.source_kind` tells them.

    >>> read_message("From: a@b.example\\nSubject: s\\n\\nBonjour", today=date(2025, 3, 4)).subject
    's'
    >>> read_message("AMELI : votre carte expire", today=date(2025, 3, 4)).channel
    'sms'
    """
    kind = detect_kind(raw) if channel in (None, "email") else "text"
    if kind in ("eml", "msg"):
        source = raw if isinstance(raw, bytes) else raw.encode("utf-8", errors="replace")
        from tocsin.message.eml import read_eml  # a plain text never pays for it

        return read_eml(
            source,
            received=received,
            today=today,
            trust_host=trust_host,
            dkim_keys=dkim_keys,
            inside_account=inside_account,
            solicited=solicited,
        )
    if not (day := received or today):
        from tocsin.message.eml import UndatedError

        raise UndatedError
    text = raw if isinstance(raw, str) else decode_unlabelled_bytes(raw)
    guess: tuple[ChannelId, ...] = ("email",) if kind == "html" else list_plausible_channels(text, sender)
    ways = (channel,) if channel else guess
    message = message_from_text(
        "" if kind == "html" else text,
        ways[0],
        otherwise=ways[1:],
        sender=sender,
        received=day,
        subject=subject,
        inside_account=inside_account,
        solicited=solicited,
    )
    return replace_with_html(message, text) if kind == "html" else message


def decode_unlabelled_bytes(raw: bytes) -> str:
    """Text from bytes whose charset nobody says: a byte order mark, UTF-8, else Windows-1252."""
    from tocsin.message.charset import decode_bytes

    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw[:MESSAGE_BYTES].decode("utf-16", errors="replace")
    return decode_bytes(raw[:MESSAGE_BYTES].removeprefix(b"\xef\xbb\xbf"))[0]
