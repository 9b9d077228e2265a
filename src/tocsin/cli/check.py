"""``tocsin check``: one message, one verdict."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from tocsin.charter.load import load
from tocsin.charter.schema import Channel
from tocsin.cli import status
from tocsin.cli.lines import STANDARD
from tocsin.evidence.model import Evidence
from tocsin.message import read as reading
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.model import Message
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict


def run(options: Namespace) -> int:
    """Check the message that the options describe."""
    charter = load(options.charter)
    message = read(options)
    verdict = judge(message, charter, lang=options.lang, known=_known(message, options))
    if options.json:
        _write_json(verdict, message)
    else:
        from tocsin.cli.draw import draw
        from tocsin.cli.paper import Paper

        draw(Paper.standard(), message, verdict, charter, options.lang)
    return status.OF_LEVEL[verdict.level]


def _known(message: Message, options: Namespace) -> tuple[Evidence, ...]:
    """What the register that was named knows of the message's codes."""
    if not options.register:
        return ()
    from tocsin.cli import shelf  # a check without a register never pays for it
    from tocsin.register.known import known

    dated = options.received is not None or message.channel == "email"
    return known(shelf.opened(options.register), message, dated=dated)


def _write_json(verdict: Verdict, message: Message) -> None:
    from tocsin.verdict.answer import answer, encode_into

    line = bytearray()
    encode_into(answer(verdict, message), line)
    sys.stdout.write(line.decode())


def read(options: Namespace) -> Message:
    """The message: from the words typed, from standard input, or from a file."""
    typed = str(options.text)
    if typed == STANDARD:
        source, place = sys.stdin.buffer.read(MESSAGE_BYTES + 1), "standard input"
    elif options.eml or is_email_file(typed):
        return _email(contents(typed), typed, options)
    else:
        source, place = typed.encode(errors="surrogateescape"), ""
    return _email(source, place, options) if options.eml else _any(source, place, options)


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


def _any(source: bytes, place: str, options: Namespace) -> Message:
    """A message of a kind that is not known: plain text, HTML, or the source of an e-mail."""
    if not source.strip():
        if place:
            raise status.BadData("it is empty", place=place)
        if not options.sender and not options.subject:
            raise status.NothingToCheck("type it between quotes, or - to read standard input")
    message = reading.read(
        source,
        cast(Channel | None, options.channel),
        sender=_typed(options.sender),
        subject=_typed(options.subject),
        dkim_keys=_keys(options),
        **_circumstances(options),
    )
    return _as_typed(message, options)


def _email(source: bytes, place: str, options: Namespace) -> Message:
    from tocsin.message.eml import read_eml  # a plain text never pays for it

    if options.channel not in (None, "email"):
        raise status.Usage(f"an e-mail did not come by {options.channel}", place="check")
    if not source.strip():
        raise status.BadData("it is empty", place=place)
    return _as_typed(read_eml(source, dkim_keys=_keys(options), **_circumstances(options)), options)


def _circumstances(options: Namespace) -> dict[str, Any]:
    return {
        "received": options.received,
        "today": date.today(),
        "trust_host": options.trust_host,
        "inside_account": options.inside_account,
        "solicited": options.solicited,
    }


def _keys(options: Namespace) -> dict[str, bytes]:
    return {name: contents(file).strip() for name, file in options.dkim_key}


def _typed(text: str) -> str:
    """What was typed, also on a terminal that is not in UTF-8."""
    return reading.decoded(text.encode(errors="surrogateescape"))


def _as_typed(message: Message, options: Namespace) -> Message:
    """What was typed wins over what an e-mail says of itself."""
    given = {name: _typed(value) for name in ("sender", "subject") if (value := getattr(options, name))}
    return replace(message, **given) if given else message
