"""The command line: its commands, each with what adds its words, and the parser."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, NoReturn

from tocsin import __version__
from tocsin.cli import authoring_arguments, check_arguments
from tocsin.cli.exit_status import UsageError
from tocsin.cli.service import SERVICE, arguments_adder, list_added_commands

EPILOG = """exit status:
  0   nothing against the message, or the command did its work
  1   suspicious (check), warned about (guard), a code alone or used again (verify),
      or something was found (charter lint, charter test, flow lint,
      flow play --replay, eval below its threshold)
  2   imposture (check), blocked (guard), or a code with another text (verify)
  3   a code that is not known (verify), or a mail without an answer (mail-in --show)
  64  the command was not understood      65  the content cannot be read
  66  no such file, or not readable       69  the store or the service is not there
  70  internal error
  74  reading or writing failed           130 interrupted
"""


class CommandParser(argparse.ArgumentParser):
    """Refuses with our own exit status: 2 already means imposture."""

    def __init__(
        self, *, formatter_class: type[argparse.HelpFormatter] = argparse.HelpFormatter, **named: Any
    ) -> None:
        # Said once, since argparse asks for it with each option, and imports what unpacks archives to know it.
        super().__init__(formatter_class=partial(formatter_class, width=_find_help_width()), **named)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, place=self.prog)

    def parse_args(self, args: Sequence[str], namespace: None = None) -> argparse.Namespace:  # type: ignore[override]
        """As that of argparse; an option that is not known is named alone, with the one that it resembles, and whoever
        typed it is sent to the help of that command."""
        options, unknown = self.parse_known_args(args, namespace)
        if not unknown:
            return options
        from difflib import get_close_matches

        typed = next((word for word in unknown if word.startswith("-")), "")
        name = f"{self.prog} {options.command}"
        if not typed:
            raise UsageError(
                f"too many words: {' '.join(unknown)} (a text of several words stands in quotes)", place=name
            )
        near = get_close_matches(typed.partition("=")[0], self._list_options(options.command), 1, 0.7)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"there is no option {typed}{meant}", place=name)

    def _list_options(self, command: str) -> list[str]:
        """Every option of a command and of its actions."""
        found: list[str] = []
        waiting = [parser for name, parser in self._list_parsers() if name == command]
        while waiting:
            parser = waiting.pop()
            found += parser._option_string_actions  # argparse has no other way to list them
            waiting += [one for _, one in parser._list_parsers()]
        return found

    def _list_parsers(self) -> list[tuple[str, "CommandParser"]]:
        kinds = (one for one in self._actions if isinstance(one, argparse._SubParsersAction))
        return [item for kind in kinds for item in kind.choices.items()]


@cache
def _find_help_width() -> int:
    """Columns of a help: two less than the terminal has, or 80 where there is none."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns) - 2
    try:
        return (os.get_terminal_size(sys.__stdout__.fileno()).columns or 80) - 2  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80 - 2


Adds = Callable[[argparse.ArgumentParser], None]


COMMANDS: dict[str, tuple[str, Adds]] = {
    "check": ("check one message, and say why and what to do", check_arguments.add_check_arguments),
    "scan": ("check many messages, one JSON object a line", check_arguments.add_scan_arguments),
    "verify": ("whether a message was really sent, by its code", check_arguments.add_verify_arguments),
    "mail-in": ("answer what people forward by mail with its verdict", check_arguments.add_mail_in_arguments),
    "mail-filter": (
        "add the verdict to each mail of a mail server, as a header",
        check_arguments.add_mail_filter_arguments,
    ),
    "explain": ("a clause of the charter in words", check_arguments.add_explain_arguments),
    "charter": ("show, lint, compare and test a charter", authoring_arguments.add_charter_actions),
    "reply": (
        "what replies to a guided SMS answer, one JSON object a line",
        authoring_arguments.add_reply_arguments,
    ),
    "guard": ("what may be said against a text before it is sent", authoring_arguments.add_guard_arguments),
    "protocol": (
        "instructions for the ill and the exposed, as they were on a day",
        authoring_arguments.add_protocol_actions,
    ),
    "flow": ("check, show and play guided conversations by SMS", authoring_arguments.add_flow_actions),
    "eval": (
        "measure verdicts, replies read and texts ruled on against rows that say what was expected",
        authoring_arguments.add_eval_arguments,
    ),
    "version": ("print the version", authoring_arguments.add_version_arguments),
    **{name: (text, arguments_adder(name)) for name, text in SERVICE.items()},
}
"""Command -> its help and its arguments; ``tocsin.cli.<command>`` runs it."""


def list_commands() -> dict[str, tuple[str, Adds]]:
    """Every command, those of extensions too: they are looked for only where they may be meant."""
    added = {name: (one.help, arguments_adder(name)) for name, one in list_added_commands().items()}
    return COMMANDS | added


def build_parser(command: str = "") -> CommandParser:
    """The parser; with a command named, only that one's arguments are prepared."""
    top = CommandParser(
        prog="tocsin",
        description="Check what arrives in the name of an institution against what it has promised.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"tocsin {__version__}")
    # Its `prog` is said, since argparse would draw a usage to find it, and import what that takes.
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", required=True, title="commands", prog=top.prog
    )
    known = COMMANDS if command in COMMANDS else list_commands()
    for name, (text, add) in known.items():
        if command not in known or name == command:
            words = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
            if name == command or (name in COMMANDS and name not in SERVICE):
                add(words)
    return top
