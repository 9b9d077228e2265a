"""What a person sends to have a message checked: read from a form, or refused field by field."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.loading import list_charter_names
from tocsin.evidence.told_answers import SPOKEN_QUESTIONS
from tocsin.message import message_reader
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.eml import read_eml
from tocsin.message.model import Message, ToldAnswer
from tocsin.message.outlook_item import NotOutlookItem, as_eml_source
from tocsin.message.picture.model import PictureMessage
from tocsin.message.source_kind import detect_kind, is_mail_source
from tocsin.verdict.lone_reference import find_lone_number

MOST_TEXT: Final = 200_000
"""Characters of a text: longer ones are read by ``tocsin check``, and would hold up everybody here."""
MOST_SENDER: Final = 200
"""Characters of a sender as displayed."""
MOST_CARRIED: Final = 200_000
"""Bytes of a message that a page hands back, so that it can be asked for once more: to be printed, or
translated."""
ANSWER: Final = "answer_"
"""Before the name of a question, in the name of its field."""


class FormMistake(Struct, frozen=True):
    field: str
    """Its name in the form."""
    name: str
    """Of the sentence that says so, in the catalogue, under ``check``."""


class CheckForm(Struct, frozen=True, kw_only=True):
    """A message, and what a person knows of it."""

    text: str = ""
    eml: bytes = b""
    """Source of an e-mail, instead of a text."""
    picture: bytes = b""
    """A picture in which the message is to be read."""
    words: bytes = b""
    """Words and their places, as JSON, where the picture was read on the device of the person."""
    channel: ChannelId | None = None
    """None: to be guessed."""
    sender: str = ""
    received: date
    dated: bool = False
    """Whether the day was chosen: an e-mail says its own, and ``today`` stands in the form before anybody
    chooses."""
    solicited: bool | None = None
    inside_account: bool = False
    institution: str = ""
    """The one that it was said to come from; empty: to be found."""
    answers: tuple[ToldAnswer, ...] = ()
    """To the spoken questions, where no text is left."""

    def lone_number(self) -> str:
        """The digits of a telephone number, where that is all that was given; else empty."""
        several = self.eml or self.answers or (self.text and self.sender)
        found = None if several else find_lone_number(self.text, self.sender)
        return found.digits if found else ""

    def to_message(self, today: date) -> Message:
        """The message, as any other way of checking would read it."""
        day = self.received if self.dated else None
        if self.eml:
            found = read_eml(
                self.eml,
                received=day,
                today=today,
                inside_account=self.inside_account,
                solicited=self.solicited,
            )
            return self._add_told(found)
        # Of a message without a text, one was told by voice: most calls leave none.
        found = message_reader.read_message(
            self.text,
            self.channel or ("call" if self.answers and not self.text else None),
            sender=self.sender,
            received=day,
            today=today,
            inside_account=self.inside_account,
            solicited=self.solicited,
        )
        return self._add_told(found)

    def _add_told(self, message: Message) -> Message:
        """The message, with what the person knows of it besides."""
        if self.answers:
            message = replace(message, answers=self.answers, presented_as=self.institution)
        return replace(message, sender=self.sender) if self.sender else message

    def as_read(self, found: PictureMessage) -> "CheckForm":
        """The same, with what was read in its picture: for the person to look at before it is judged."""
        said = "\n\n".join(part for part in (self.text, found.subject, found.text) if part)
        return replace(
            self,
            text=said[:MOST_TEXT],
            sender=self.sender or found.sender[:MOST_SENDER],
            channel=self.channel or found.channel or None,
            picture=b"",
            words=b"",
        )

    def hidden_fields(self) -> dict[str, str]:
        """The fields of a form that asks the same again; none where the message is too long to be handed
        back."""
        if len(self.eml) + len(self.text.encode(errors="replace")) > MOST_CARRIED:
            return {}
        fields = {
            "text": self.text,
            "eml": b64encode(self.eml).decode(),
            "channel": self.channel or "",
            "sender": self.sender,
            "received": self.received.isoformat(),
            "solicited": "yes" if self.solicited else "",
            "inside_account": "yes" if self.inside_account else "",
            "institution": self.institution,
            **{ANSWER + answer.question: answer.said for answer in self.answers},
        }
        return {name: value for name, value in fields.items() if value}


def read_check_form(
    form: Mapping[str, str], files: Mapping[str, "UploadedFile[bytes]"], day: date
) -> tuple[CheckForm, tuple[FormMistake, ...]]:
    """What was asked, and what stands against it; ``day`` is today."""
    text = _read_text(form)
    sender = form.get("sender", "").strip()
    (eml, picture), mistakes = _read_file(form, files)
    words = form.get("words", "").encode(errors="replace")
    received, wrong = _read_day(form.get("received", ""), day)
    mistakes += wrong
    if text and eml:
        mistakes.append(FormMistake("file", "both"))
    if len(text) > MOST_TEXT:
        mistakes.append(FormMistake("text", "too_long"))
    if len(sender) > MOST_SENDER:
        mistakes.append(FormMistake("sender", "long_sender"))
    channel = form.get("channel", "")
    if eml and channel not in ("", "email"):
        mistakes.append(FormMistake("file", "not_by_email"))
    answers = _read_answers(form)
    if not (text or eml or picture or words or sender or answers or mistakes):
        mistakes.append(FormMistake("text", "nothing"))
    institution = form.get("institution", "")
    return (
        CheckForm(
            text=text[:MOST_TEXT],
            eml=eml,
            picture=picture,
            words=words,
            channel=channel if channel in CHANNELS else None,
            sender=sender[:MOST_SENDER],
            received=received,
            dated=received != day,
            solicited=True if form.get("solicited") else None,
            inside_account=bool(form.get("inside_account")),
            institution=institution if institution in list_charter_names() else "",
            answers=answers,
        ),
        tuple(mistakes),
    )


def _read_text(form: Mapping[str, str]) -> str:
    """What was pasted; or shared from another program, which may tell a link apart."""
    text, link = (form.get(name, "").replace("\r\n", "\n").strip() for name in ("text", "url"))
    return text if link in text else f"{text}\n{link}".strip()


def _read_answers(form: Mapping[str, str]) -> tuple[ToldAnswer, ...]:
    said = ((question.id, form.get(ANSWER + question.id, "")) for question in SPOKEN_QUESTIONS)
    return tuple(ToldAnswer(id, answer) for id, answer in said if answer in ("yes", "no", "unknown"))  # type: ignore[arg-type]


def _read_file(
    form: Mapping[str, str], files: Mapping[str, "UploadedFile[bytes]"]
) -> tuple[tuple[bytes, bytes], list[FormMistake]]:
    """The source of an e-mail, and a picture: uploaded, or an e-mail that a page of ours hands back."""
    file = files.get("file")
    if file is None or not (file.size or file.name):
        try:
            return (b64decode(form.get("eml", ""), validate=True), b""), []
        except (binascii.Error, ValueError):
            return (b"", b""), [FormMistake("file", "not_eml")]
    if (file.size or 0) > MESSAGE_BYTES:
        return (b"", b""), [FormMistake("file", "big_file")]
    source = file.read()
    if not source.strip():
        return (b"", b""), [FormMistake("file", "empty_file")]
    if detect_kind(source) == "picture":
        return (b"", source), []
    try:
        return ((as_eml_source(source), b""), []) if is_mail_source(source) else _REFUSED
    except NotOutlookItem:
        return _REFUSED


_REFUSED: Final = ((b"", b""), [FormMistake("file", "not_eml")])


def _read_day(written: str, today: date) -> tuple[date, list[FormMistake]]:
    """The day that was chosen: as a browser writes it, or as people in France do."""
    written = written.strip()
    if not written:
        return today, []
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(written[:10], form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
        return (found, []) if found <= today else (today, [FormMistake("received", "future")])
    return today, [FormMistake("received", "bad_day")]
