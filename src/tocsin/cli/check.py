"""``tocsin check``: one message, one verdict."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from tocsin.charter.load import load
from tocsin.charter.schema import Channel
from tocsin.cli import status
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.model import Message
from tocsin.message.text import from_text
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict


def run(options: Namespace) -> int:
    """Check the message that the options describe."""
    charter = load(options.charter)
    message = read(options)
    verdict = judge(message, charter, lang=options.lang)
    if options.json:
        _write_json(verdict, message)
    else:
        from tocsin.cli.draw import draw
        from tocsin.cli.paper import Paper

        draw(Paper.standard(), message, verdict, charter, options.lang)
    return status.OF_LEVEL[verdict.level]


def _write_json(verdict: Verdict, message: Message) -> None:
    from tocsin.cli.answer import answer, encode_into

    line = bytearray()
    encode_into(answer(verdict, message), line)
    sys.stdout.write(line.decode())


def read(options: Namespace) -> Message:
    """The message: from the words typed, from standard input, or from a file."""
    typed = str(options.text)
    if typed == "-":
        source = sys.stdin.buffer.read(MESSAGE_BYTES + 1)
        return _email(source, options) if options.eml else _text(source, "standard input", options)
    if options.eml or is_email_file(typed):
        return _email(contents(typed), options)
    return _text(typed.encode(errors="surrogateescape"), "", options)


def is_email_file(typed: str) -> bool:
    """Whether what was typed names an e-mail file, rather than being a message."""
    return typed.lower().endswith(".eml") and not any(c in typed for c in "\n\r")


def contents(name: str) -> bytes:
    """The content of a file, up to the bound of a message and one byte more."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MESSAGE_BYTES + 1)
    except OSError as error:
        raise status.failure_of(error, name) from error
    except ValueError as error:  # a NUL in the name
        raise status.NoSuchFile(place=name) from error


def _text(source: bytes, place: str, options: Namespace) -> Message:
    text = decoded(source)
    if not text.strip() and not options.sender and not options.subject:
        if not place:
            raise status.NothingToCheck(
                "type the message between quotes, or - to read it from standard input"
            )
        raise status.BadData("it is empty", place=place)
    return from_text(
        text,
        cast(Channel, options.channel or "sms"),
        sender=decoded(options.sender.encode(errors="surrogateescape")),
        received=options.received or date.today(),
        subject=decoded(options.subject.encode(errors="surrogateescape")),
        inside_account=options.inside_account,
        solicited=options.solicited,
    )


def decoded(source: bytes) -> str:
    """Text from bytes of unknown origin: UTF-8, or else what Western Windows would have meant."""
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252", errors="replace")


def _email(source: bytes, options: Namespace) -> Message:
    from tocsin.message.eml import read_eml  # a plain text never pays for it

    if options.channel not in (None, "email"):
        raise status.Usage(f"an e-mail file did not come by {options.channel}", place="check")
    if not source.strip():
        raise status.BadData("it is empty", place=options.text)
    message = read_eml(
        source,
        received=options.received,
        today=date.today(),
        trust_host=options.trust_host,
        dkim_keys={name: contents(file).strip() for name, file in options.dkim_key},
        inside_account=options.inside_account,
        solicited=options.solicited,
    )
    given = {name: value for name in ("sender", "subject") if (value := getattr(options, name))}
    return replace(message, **given) if given else message
