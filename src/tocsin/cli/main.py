"""From the words typed to an exit status: the only place where a failure becomes one."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module


def _import_msgspec() -> None:
    """Import msgspec without ``typing_extensions``: it works without, and starts 27 ms sooner."""
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # to an import, this means absent
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]


_import_msgspec()
from tocsin.cli import exit_status  # noqa: E402


def run_cli(arguments: Sequence[str] | None = None) -> int:
    try:
        _prepare_streams()
        found = _run_command_line(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
        return found
    except BrokenPipeError:
        return _pipe_closed()
    except KeyboardInterrupt:
        return exit_status.INTERRUPTED
    except Exception as error:
        return _report_failure(error)


def _run_command_line(words: list[str]) -> int:
    if "CREDENTIALS_DIRECTORY" in os.environ:
        from tocsin.cli.systemd import take_credentials

        take_credentials()
    from tocsin.cli import service
    from tocsin.cli.command_parser import COMMANDS, build_parser

    try:
        options = build_parser(words[0] if words else "").parse_args(words)
    except SystemExit as done:  # --help and --version
        return int(done.code or 0)
    if options.command == "check":
        gc.disable()  # one message leaves no garbage, and looking through the tables for some costs 10 ms
    if options.command in service.SERVICE or options.command not in COMMANDS:
        return service.run_service_command(options)
    return int(import_module(f"tocsin.cli.{options.command.replace('-', '_')}").run_command(options))


def _prepare_streams() -> None:
    """A character that the terminal cannot show is written by its number instead of stopping us."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _pipe_closed() -> int:
    """Whoever read us has left, as ``head`` does: end quietly."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return exit_status.PIPE_CLOSED


def _report_failure(error: Exception) -> int:
    from tocsin.charter.errors import CharterError, NoSuchCharter
    from tocsin.config import BadSetting
    from tocsin.message.safe_display import escape_to_one_line

    if isinstance(error, OSError):
        error = exit_status.failure_from_os_error(error, str(error.filename or ""))
    if isinstance(error, exit_status.CommandFailure):
        found, text = error.status, str(error)
    elif isinstance(error, BadSetting):
        found, text = exit_status.USAGE, str(error)
    elif isinstance(error, CharterError):
        found = exit_status.NO_SUCH_FILE if isinstance(error, NoSuchCharter) else exit_status.BAD_DATA
        text = str(error)
    else:
        found, text = exit_status.INTERNAL, _describe_bug(error)
    with suppress(OSError):
        print(f"tocsin: {escape_to_one_line(text, 2000)}", file=sys.stderr)
        if found == exit_status.USAGE:
            command = error.command if isinstance(error, exit_status.UsageError) else "tocsin"
            print(f"Try {command} --help.", file=sys.stderr)
    return found


def _describe_bug(error: Exception) -> str:
    import traceback

    from tocsin.config import read_settings

    if read_settings().debug:
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = ", ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in last)  # noqa: PTH119
    return f"internal error at {place} ({type(error).__name__}); TOCSIN_DEBUG=1 shows more; please report it"
