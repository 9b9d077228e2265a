"""Transcripts played again: each comes out as it was, or shows what changed."""

import difflib
from argparse import Namespace
from importlib.resources import files
from pathlib import Path

from tocsin.cli.exit_status import BadData, UsageError
from tocsin.cli.output_file import open_output
from tocsin.conversation.flow.load import UnknownFlow, load_flow
from tocsin.conversation.flow.schema import Flow
from tocsin.conversation.script_player import (
    BadScript,
    ConversationScript,
    play_script,
    read_script,
    write_transcript,
)
from tocsin.message.safe_display import escape_acting_characters

DIFFERS = 1
"""Exit status where a transcript does not come out as it was."""


def replay_transcripts(options: Namespace, flow: Flow | None) -> int:
    """Play them, with one flow for all or each with the flow that it names."""
    if options.at or options.zone or options.fact or options.lang:
        raise UsageError("--replay takes who and when from the transcripts", place="flow play")
    names = options.replay or shipped_transcripts()
    differing = sum(_replay_differs(name, flow, write=options.write) for name in names)
    said = "written anew" if options.write else "not as they were"
    print(f"{len(names)} transcript{'s' * (len(names) != 1)}, {differing} {said}")
    return DIFFERS if differing and not options.write else 0


def shipped_transcripts() -> tuple[str, ...]:
    folder = files("tocsin.conversation") / "flows" / "transcripts"
    if not folder.is_dir():
        return ()
    return tuple(sorted(str(file) for file in folder.iterdir() if file.name.endswith(".txt")))


def _replay_differs(name: str, flow: Flow | None, *, write: bool) -> bool:
    """Whether a transcript comes out otherwise; the difference is shown, or written to its file."""
    try:
        before = Path(name).read_text(encoding="utf-8")
        after = replay_transcript(before, name, flow)
    except UnicodeDecodeError as error:
        raise BadData("not UTF-8", place=name) from error
    if before.splitlines() == after.splitlines():
        return False
    if write:
        with open_output(name) as out:
            out.write(after.encode())
    else:
        for line in difflib.unified_diff(
            before.splitlines(), after.splitlines(), name, "as played", lineterm=""
        ):
            print(escape_acting_characters(line))
    return True


def replay_transcript(text: str, name: str, flow: Flow | None = None) -> str:
    """A transcript as it comes out when it is played; a bad one is refused with its file and line."""
    try:
        script = read_script(text, name)
    except BadScript as error:
        raise BadData(str(error)) from error
    try:
        return write_transcript(script, play_script(_flow_of_script(script, flow), script))
    except (UnknownFlow, ValueError, OverflowError) as error:
        raise BadData(str(error), place=name) from error


def _flow_of_script(script: ConversationScript, flow: Flow | None) -> Flow:
    if flow is None:
        return load_flow(script.flow)
    if script.flow != flow.flow:
        raise ValueError(f"is of the flow {script.flow}, not {flow.flow}")
    return flow
