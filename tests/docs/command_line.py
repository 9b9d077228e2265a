"""The tables of ``docs/reference/cli.md``, made from the parser of the command line."""

import argparse
import re
from collections.abc import Iterator

from tocsin.cli.command_parser import build_parser

BLOCK = re.compile(r"(?<=<!-- made from the parser -->\n).*?(?=<!-- -->)", re.S)
CODE = re.compile(r"(?<![`\w])(\$[A-Z_]+|--[a-z][a-z-]+)")
Row = tuple[str, str]


def write_tables(command: str) -> str:
    """The arguments and options of a command, and of each of its actions; those of all actions come last."""
    top = _actions(build_parser(command))[command]
    below = dict(_walk(top, command))
    if list(below) == [command]:
        return f"\n{_table(_rows(top))}\n"
    tables = {name: _rows(each) for name, each in below.items()}
    leaves = {name: rows for name, rows in tables.items() if not _actions(below[name])}
    shared = _shared(leaves) if len(leaves) > 2 else {}
    parts = []
    for name, rows in tables.items():
        said = _sentence(below, name)
        own = [row for row in rows if row not in shared]
        if said or own:
            parts.append(f"`tocsin {name}`{said}\n" + (f"\n{_table(own)}" if own else ""))
    for missing in sorted(set(shared.values())):
        names = " and ".join(f"`{name.rpartition(' ')[2]}`" for name in missing)
        but = f" but {names}" if missing else ""
        parts.append(f"All actions{but}\n\n{_table([row for row in shared if shared[row] == missing])}")
    return "\n" + "\n".join(parts) + "\n"


def list_actions(command: str) -> list[str]:
    """The actions of a command; none where it has none."""
    return list(_actions(_actions(build_parser(command))[command]))


def _shared(leaves: dict[str, list[Row]]) -> dict[Row, tuple[str, ...]]:
    """What most actions take, all or all but two: each row with the names of those that do not."""
    rows = dict.fromkeys(row for each in leaves.values() for row in each)
    without = {row: tuple(name for name, each in leaves.items() if row not in each) for row in rows}
    return {row: names for row, names in without.items() if len(names) < max(2, min(3, len(leaves) - 2))}


def _sentence(below: dict[str, argparse.ArgumentParser], name: str) -> str:
    """What the list of actions says of one."""
    path, _, last = name.rpartition(" ")
    if not path:
        return ""
    for action in below[path]._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                if choice.dest == last and choice.help:
                    return f": {_plain(choice.help)}"
    return ""


def _walk(top: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, top
    for last, below in _actions(top).items():
        yield from _walk(below, f"{name} {last}")


def _actions(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return {
        name: below
        for action in top._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, below in action.choices.items()
    }


def _rows(each: argparse.ArgumentParser) -> list[Row]:
    formatter = argparse.HelpFormatter(each.prog)
    left_out = (argparse._SubParsersAction, argparse._HelpAction)
    return [
        (_name(action), _plain(formatter._expand_help(action)) if action.help else "")
        for action in each._actions
        if not isinstance(action, left_out) and action.help != argparse.SUPPRESS
    ]


def _name(action: argparse.Action) -> str:
    value = ""
    if action.nargs != 0:
        value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        if action.choices and not action.metavar:
            value = "|".join(str(choice) for choice in action.choices)
    value = value.replace("|", "\\|")
    if not action.option_strings:
        return f"`{value}`"
    words = [word for word in action.option_strings if word.startswith("--")] or action.option_strings
    return ", ".join(f"`{word} {value}`" if value else f"`{word}`" for word in words)


def _plain(said: str) -> str:
    return CODE.sub(r"`\1`", " ".join(said.split())).replace("|", "\\|").replace("<", "&lt;")


def _table(rows: list[Row]) -> str:
    return "| argument | meaning |\n|---|---|\n" + "".join(f"| {name} | {said} |\n" for name, said in rows)
