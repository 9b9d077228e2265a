# A failure is named by what is wrong; "Error" would add nothing.
"""Exit statuses, and the failures that end a command.

Statuses 0 to 3 are about the message; from 64 on they are those of ``sysexits.h``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tocsin.verdict.model import Level

NOTHING_AGAINST = 0
SUSPICIOUS = 1
IMPOSTURE = 2
NOT_KNOWN = 3
USAGE = 64
BAD_DATA = 65
NO_SUCH_FILE = 66
UNAVAILABLE = 69
INTERNAL = 70
READ_OR_WRITE = 74
INTERRUPTED = 130
PIPE_CLOSED = 141

OF_LEVEL: dict[Level, int] = {
    "imposture": IMPOSTURE,
    "suspicious": SUSPICIOUS,
    "unproven": NOTHING_AGAINST,
    "authentic": NOTHING_AGAINST,
    "unrelated": NOTHING_AGAINST,
}
"""Exit status of ``tocsin check`` for each level."""

OF_RESULT = {"block": 2, "warn": 1, "pass": 0}
"""Exit status of ``tocsin guard`` for each result of one text."""


class CommandFailure(Exception):
    """The command cannot go on."""

    status = INTERNAL
    detail_says_all = False
    """Whether the sentence of the failure is left out where there is a detail, which says what it says and more."""

    def __init__(self, detail: str = "", *, place: str = "") -> None:
        self.detail = detail
        """What was found, or what to do."""
        self.place = place
        """File, line or option where it was found; or empty."""
        sentence = "" if detail and self.detail_says_all else str(self.__doc__).rstrip(".")
        super().__init__(": ".join(part for part in (place, sentence, detail) if part))


class UsageError(CommandFailure):
    """The command was not understood."""

    status = USAGE

    @property
    def command(self) -> str:
        """Whose help says more: ``tocsin check``."""
        return self.place if self.place.startswith("tocsin") else "tocsin"

    def __str__(self) -> str:
        return f"{self.place.removeprefix('tocsin').strip()}: {self.detail}".removeprefix(": ")


class NothingToCheck(CommandFailure):
    """There is neither text nor sender to check."""

    status = USAGE


class BadData(CommandFailure):
    """The content cannot be read."""

    status = BAD_DATA


class NoSuchFile(CommandFailure):
    """There is no such file."""

    status = NO_SUCH_FILE
    detail_says_all = True


class NotAFile(CommandFailure):
    """It is a folder, not a file."""

    status = NO_SUCH_FILE


class FileUnreadable(CommandFailure):
    """It may not be read."""

    status = NO_SUCH_FILE


class ServiceUnavailable(CommandFailure):
    """The store or the service is not there."""

    status = UNAVAILABLE
    detail_says_all = True


class PartNotInstalled(ServiceUnavailable):
    """Tocsin was installed without what this command needs."""

    def __init__(self, extra: str, missing: str | None) -> None:
        self.extra = extra
        """The extra of the wheel that brings it: ``service``, ``mail`` or ``web``."""
        super().__init__(
            f"install your wheel again as tocsin[{extra}], see docs/operate/install.md ({missing} is missing)"
        )


@contextmanager
def needs_part(extra: str) -> Iterator[None]:
    """What is imported within comes with this extra of the wheel. Raises PartNotInstalled."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tocsin"):
            raise
        raise PartNotInstalled(extra, error.name) from None


class ReadWriteFailure(CommandFailure):
    """Reading or writing failed."""

    status = READ_OR_WRITE


def failure_from_os_error(error: OSError, place: str) -> CommandFailure:
    """The failure that names what the system refused."""
    kinds: dict[type[OSError], type[CommandFailure]] = {
        FileNotFoundError: NoSuchFile,
        NotADirectoryError: NoSuchFile,
        IsADirectoryError: NotAFile,
        PermissionError: FileUnreadable,
    }
    kind = kinds.get(type(error), ReadWriteFailure)
    return kind("" if kind is not ReadWriteFailure else str(error.strerror or error), place=place)
