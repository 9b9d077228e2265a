"""``tocsin check``: one message, one verdict."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.cli import exit_status
from tocsin.cli.line_chunks import STANDARD
from tocsin.cli.message_file import detect_readable_kind, names_file, read_bounded_file
from tocsin.evidence.model import Evidence
from tocsin.message import message_reader
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.model import Message
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict

MAIL_SUFFIXES = (".eml", ".msg")
_PICTURE_PROBLEMS = {
    "broken": "the picture cannot be opened",
    "large": "the picture has more than 50 million pixels, or takes too much memory",
    "slow": "the picture takes too long to read",
    "busy": "too many pictures are being read",
    "empty": "no text was found in the picture",
}


def run_command(options: Namespace) -> int:
    named = load_charter(options.charter) if options.charter else None
    message = read_message(options)
    if options.told:
        asked = {answer.question: answer for answer in options.told}
        message = replace(message, answers=tuple(asked.values()), presented_as=named.id if named else "")
    verdict = judge(message, named, lang=options.lang, known=_look_up(message, options))
    if options.json:
        _write_json(verdict, message)
    else:
        from tocsin.cli.terminal_text import TerminalWriter
        from tocsin.cli.verdict_drawing import draw_verdict

        charter = named or load_charter(verdict.charter_id)
        draw_verdict(TerminalWriter.for_stdout(), message, verdict, charter, options.lang)
    return exit_status.OF_LEVEL[verdict.level]


def _look_up(message: Message, options: Namespace) -> tuple[Evidence, ...]:
    """What the register that was named knows of the message's codes, who lists where it leads, and whether it circulates."""
    known = _look_up_codes(message, options)
    if options.feeds:
        from tocsin.cli.feed_source import look_up_listings, open_feed_book

        known += look_up_listings(open_feed_book(options.feeds, date.today()), message)
    if options.circulating:
        from tocsin.cli.circulation_source import load_texts

        known += load_texts(date.today()).find_evidence(message)
    return known


def _look_up_codes(message: Message, options: Namespace) -> tuple[Evidence, ...]:
    if not options.register:
        return ()
    from tocsin.cli import register_source  # a check without a register never pays for it
    from tocsin.register.code_evidence import find_code_evidence

    dated = options.received is not None or message.traits.has_subject
    return find_code_evidence(register_source.open_register(), message, dated=dated)


def _write_json(verdict: Verdict, message: Message) -> None:
    from tocsin.verdict.verdict_json import append_json_line, build_verdict_record

    line = bytearray()
    append_json_line(build_verdict_record(verdict, message), line)
    sys.stdout.write(line.decode())


def read_message(options: Namespace) -> Message:
    """The message: from the words typed, from standard input, or from a file: an e-mail, a picture, a text."""
    typed = str(options.text)
    if typed == STANDARD:
        source, place = sys.stdin.buffer.read(MESSAGE_BYTES + 1), "standard input"
    elif options.eml or names_file(typed):
        source, place = read_bounded_file(typed), typed
    else:
        return _read_typed(typed.encode(errors="surrogateescape"), options)
    kind = detect_readable_kind(source, place)
    if kind == "picture":
        return _read_picture(source, place, options)
    if options.eml or kind in ("eml", "msg"):
        return _read_email(source, place, options)
    if Path(place).suffix.lower() in MAIL_SUFFIXES:
        raise exit_status.BadData("it is not an e-mail", place=place)
    return _read_typed(source, options)


def _read_typed(source: bytes, options: Namespace) -> Message:
    """A message of a kind that is not known: plain text, HTML, or the source of an e-mail."""
    if not source.strip() and not (options.sender or options.subject or options.told):
        raise exit_status.NothingToCheck("type it between quotes, or - to read standard input")
    message = message_reader.read_message(
        source,
        cast(ChannelId | None, options.channel or ("call" if options.told and not source.strip() else None)),
        sender=_decode_argument(options.sender),
        subject=_decode_argument(options.subject),
        dkim_keys=_dkim_keys(options),
        **_message_circumstances(options),
    )
    return _override_as_typed(message, options)


def _read_email(source: bytes, place: str, options: Namespace) -> Message:
    from tocsin.message.eml import read_eml  # a plain text never pays for it
    from tocsin.message.outlook_item import NotOutlookItem, as_eml_source

    if options.channel not in (None, "email"):
        raise exit_status.UsageError(f"an e-mail did not come by {options.channel}", place="check")
    try:
        message = read_eml(
            as_eml_source(source), dkim_keys=_dkim_keys(options), **_message_circumstances(options)
        )
    except NotOutlookItem as error:
        raise exit_status.BadData(
            "this item of Outlook keeps no text that can be read", place=place
        ) from error
    return _override_as_typed(message, options)


def _read_picture(source: bytes, place: str, options: Namespace) -> Message:
    """The message in a screenshot or a photograph; what was read of it is shown with the verdict."""
    from tocsin.message.picture.picture_message import build_message
    from tocsin.pictures.picture_reader import PictureUnread, read_picture

    try:
        found = read_picture(source)
    except PictureUnread as error:
        if error.problem == "not_installed":
            raise exit_status.PartNotInstalled("pictures", error.detail) from error
        raise exit_status.BadData(_PICTURE_PROBLEMS[error.problem], place=place) from error
    message = build_message(
        found,
        cast(ChannelId | None, options.channel),
        received=options.received or date.today(),
        inside_account=options.inside_account,
        solicited=options.solicited,
    )
    return _override_as_typed(message, options)


def _message_circumstances(options: Namespace) -> dict[str, Any]:
    return {
        "received": options.received,
        "today": date.today(),
        "trust_host": options.trust_host,
        "inside_account": options.inside_account,
        "solicited": options.solicited,
    }


def _dkim_keys(options: Namespace) -> dict[str, bytes]:
    return {name: read_bounded_file(file).strip() for name, file in options.dkim_key}


def _decode_argument(text: str) -> str:
    """What was typed, also on a terminal that is not in UTF-8."""
    return message_reader.decode_unlabelled_bytes(text.encode(errors="surrogateescape"))


def _override_as_typed(message: Message, options: Namespace) -> Message:
    """What was typed wins over what an e-mail says of itself."""
    given = {
        name: _decode_argument(value) for name in ("sender", "subject") if (value := getattr(options, name))
    }
    return replace(message, **given) if given else message
