"""What every text must carry: the institution's name, and the code by which it can be verified."""

import re
from collections.abc import Iterator

from tocsin.evidence.issue_codes import ALPHABET
from tocsin.guard.draft_reading import DraftReading
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.finding import GuardFinding
from tocsin.guard.variable_bounds import find_variable_bound

# Its shape only: whether it was issued, and for which text, is what the register knows.
CODE = re.compile(rf"(?<![0-9A-Za-z-])[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![0-9A-Za-z-])")
"""A code as it is printed."""
_REFERENCE = re.compile(
    r"\br[ée]f(?:[ée]rences?)?\s?\.?\s?:?\s?(?P<code>\{[\w.]+\}|(?=[A-Z]*-?[A-Z]*[0-9])[0-9A-Z]{2,6}-?[0-9A-Z]{0,6}\b)?",
    re.I,
)


def find_missing_parts(reading: DraftReading, template: DraftTemplate) -> Iterator[GuardFinding]:
    """The name, or the code, where it is not there."""
    if not reading.has_atom("who") and not _is_readers_account(reading):
        yield GuardFinding("institution_missing")
    yield from _check_code(template)


def _is_readers_account(reading: DraftReading) -> bool:
    """*Votre compte ameli* names it too."""
    names = reading.language.charter.lexicon.short_names
    return any(set(reading.shape.words[i].split()) & set(names) for i in reading.find_atoms("account"))


def _check_code(template: DraftTemplate) -> Iterator[GuardFinding]:
    malformed: GuardFinding | None = None
    for match in _REFERENCE.finditer(template.text):
        written = match["code"] or ""
        if written.startswith("{") and find_variable_bound(written[1:-1]).kind == "code":
            return
        if CODE.match(template.text, match.start("code") if written else match.end()):
            return
        if written and any(c.isdigit() for c in written):
            malformed = GuardFinding("code_missing", *match.span("code"), rule="code_malformed")
    yield malformed or GuardFinding("code_missing")
