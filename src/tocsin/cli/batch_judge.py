"""The work of one process of ``tocsin scan``: it receives bytes and gives bytes back.

So nothing but bytes travels between processes.
"""

from datetime import date
from errno import EINVAL, ENOENT
from pathlib import Path

from tocsin.charter.loading import load_charter
from tocsin.cli.line_chunks import STANDARD
from tocsin.message.bounds import MESSAGE_BYTES
from tocsin.message.source_kind import is_mail_source
from tocsin.verdict.batch_check import Known, RowJudge, find_no_evidence, parse_row
from tocsin.verdict.model import Verdict


def row_folder(name: str) -> Path:
    """Where the paths in the rows of a file start: beside it, or here for standard input."""
    return Path() if name == STANDARD else Path(name).parent


class BatchJudge(RowJudge):
    """Judges lines under one charter or that of the institution found in each, in one language; their e-mails may lie in files."""

    def __init__(
        self,
        charter: str | None,
        lang: str,
        today: date,
        folder: Path = Path(),
        register: str | None = None,
        feeds: str | None = None,
        circulating: str | None = None,
    ) -> None:
        named = load_charter(charter) if charter else None
        known = _join_lookups(
            _register_lookup(register), _feed_lookup(feeds, today), _circulation_lookup(circulating, today)
        )
        super().__init__(named, lang, today, self.read_named_email, known)
        self.folder = folder
        """Where the paths of e-mails start."""
        self.settings = (charter, lang, today, folder, register, feeds, circulating)
        """What another process makes the same judge of."""

    def read_named_email(self, name: str) -> bytes:
        """An e-mail named in a row. Nothing but an e-mail: a row must not make us tell of other files."""
        path = self.folder / name
        if not path.is_file():
            raise FileNotFoundError(ENOENT, "there is no such file", name)
        with path.open("rb") as file:
            found = file.read(MESSAGE_BYTES + 1)
        if not is_mail_source(found):
            raise OSError(EINVAL, "it is not an e-mail", name)
        return found

    def judge_line(self, line: bytes) -> Verdict:
        return self.judge_row(parse_row(line))[1]


def _register_lookup(register: str | None) -> Known:
    if register is None:
        return find_no_evidence
    from tocsin.cli import register_source
    from tocsin.register.code_evidence import find_code_evidence

    book = register_source.open_register()
    return lambda message, dated: find_code_evidence(book, message, dated=dated)


def _feed_lookup(folder: str | None, today: date) -> Known:
    if folder is None:
        return find_no_evidence
    from tocsin.cli.feed_source import look_up_listings, open_feed_book

    book = open_feed_book(folder, today)
    return lambda message, _dated: look_up_listings(book, message)


def _circulation_lookup(circulating: str | None, today: date) -> Known:
    if circulating is None:
        return find_no_evidence
    from tocsin.cli.circulation_source import load_texts

    texts = load_texts(today)
    return lambda message, _dated: texts.find_evidence(message)


def _join_lookups(*lookups: Known) -> Known:
    """One lookup that asks all; the others are not asked where there is one alone."""
    asked = [one for one in lookups if one is not find_no_evidence]
    if len(asked) < 2:
        return asked[0] if asked else find_no_evidence
    return lambda message, dated: tuple(e for one in asked for e in one(message, dated))
