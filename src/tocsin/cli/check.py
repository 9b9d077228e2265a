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
from tocsin.evidence.model import Evidence
from tocsin.message import message_reader as reading
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.model import Message
from tocsin.verdict.check import judge
from tocsin.verdict.model import Verdict


def run_command(options: Namespace) -> int:
    """Check the message that the options describe."""
    named = load_charter(options.charter) if options.charter else None
    message = read_message(options)
    verdict = judge(message, named, lang=options.lang, known=_look_up_codes(message, options))
    if options.json:
        _write_json(verdict, message)
    else:
        from tocsin.cli.terminal_text import TerminalWriter
        from tocsin.cli.verdict_drawing import draw_verdict

        charter = named or load_charter(verdict.charter_id)
        draw_verdict(TerminalWriter.for_stdout(), message, verdict, charter, options.lang)
    return exit_status.OF_LEVEL[verdict.level]


def _look_up_codes(message: Message, options: Namespace) -> tuple[Evidence, ...]:
    """What the register that was named knows of the message's codes."""
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
    """The message: from the words typed, from standard input, or from a file."""
    typed = str(options.text)
    if typed == STANDARD:
        source, place = sys.stdin.buffer.read(MESSAGE_BYTES + 1), "standard input"
    elif options.eml or is_email_file(typed):
        return _read_email(read_bounded_file(typed), typed, options)
    else:
        source, place = typed.encode(errors="surrogateescape"), ""
    return _read_email(source, place, options) if options.eml else _read_any(source, place, options)


def is_email_file(typed: str) -> bool:
    """Whether what was typed names an e-mail file, rather than being a message."""
    return typed.lower().endswith(".eml") and not any(c in typed for c in "\n\r")


def read_bounded_file(name: str) -> bytes:
    """The content of a file, up to the bound of a message and one byte more."""
    try:
        with Path(name).open("rb") as file:
            return file.read(MESSAGE_BYTES + 1)
    except OSError as error:
        raise exit_status.failure_from_os_error(error, name) from error
    except ValueError as error:  # a NUL in the name
        raise exit_status.NoSuchFile(place=name) from error


def _read_any(source: bytes, place: str, options: Namespace) -> Message:
    """A message of a kind that is not known: plain text, HTML, or the source of an e-mail."""
    if not source.strip():
        if place:
            raise exit_status.BadData("it is empty", place=place)
        if not options.sender and not options.subject:
            raise exit_status.NothingToCheck("type it between quotes, or - to read standard input")
    message = reading.read_message(
        source,
        cast(ChannelId | None, options.channel),
        sender=_decode_argument(options.sender),
        subject=_decode_argument(options.subject),
        dkim_keys=_dkim_keys(options),
        **_message_circumstances(options),
    )
    return _override_as_typed(message, options)


def _read_email(source: bytes, place: str, options: Namespace) -> Message:
    from tocsin.message.eml import read_eml  # a plain text never pays for it

    if options.channel not in (None, "email"):
        raise exit_status.UsageError(f"an e-mail did not come by {options.channel}", place="check")
    if not source.strip():
        raise exit_status.BadData("it is empty", place=place)
    return _override_as_typed(
        read_eml(source, dkim_keys=_dkim_keys(options), **_message_circumstances(options)), options
    )


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
    return reading.decode_unlabelled_bytes(text.encode(errors="surrogateescape"))


def _override_as_typed(message: Message, options: Namespace) -> Message:
    """What was typed wins over what an e-mail says of itself."""
    given = {
        name: _decode_argument(value) for name in ("sender", "subject") if (value := getattr(options, name))
    }
    return replace(message, **given) if given else message
