"""The work of one process of ``tocsin scan``: it receives bytes and gives bytes back.

So nothing but bytes travels between processes.
"""

from datetime import date
from errno import EINVAL, ENOENT
from pathlib import Path

from tocsin.charter.load import load
from tocsin.cli.lines import STANDARD
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.read import looks_like_eml
from tocsin.verdict.model import Verdict
from tocsin.verdict.rows import Judge, Known, nothing_known, read_row


def folder_of(name: str) -> Path:
    """Where the paths in the rows of a file start: beside it, or here for standard input."""
    return Path() if name == STANDARD else Path(name).parent


class Batch(Judge):
    """Judges lines under one charter, in one language; their e-mails may lie in files."""

    def __init__(
        self, charter: str, lang: str, today: date, folder: Path = Path(), register: str | None = None
    ) -> None:
        super().__init__(load(charter), lang, today, self.email_in, _look_up(register))
        self.charter_name = charter
        self.folder = folder
        """Where the paths of e-mails start."""
        self.register_name = register

    def email_in(self, name: str) -> bytes:
        """An e-mail named in a row. Nothing but an e-mail: a row must not make us tell of other files."""
        path = self.folder / name
        if not path.is_file():
            raise FileNotFoundError(ENOENT, "there is no such file", name)
        with path.open("rb") as file:
            found = file.read(MESSAGE_BYTES + 1)
        if not looks_like_eml(found):
            raise OSError(EINVAL, "it is not an e-mail", name)
        return found

    def verdict(self, line: bytes) -> Verdict:
        """The verdict on one line."""
        return self.judged(read_row(line))[1]


def _look_up(register: str | None) -> Known:
    if register is None:
        return nothing_known
    from tocsin.cli import shelf
    from tocsin.register.known import known

    book = shelf.opened(register)
    return lambda message, dated: known(book, message, dated=dated)
