"""What every text must carry: the institution's name, and the code by which it can be verified."""

import re
from collections.abc import Iterator

from tocsin.evidence.codes import ALPHABET
from tocsin.guard.finding import Finding
from tocsin.guard.reading import Reading
from tocsin.guard.template import Template
from tocsin.guard.worst import variable

# Its shape only: whether it was issued, and for which text, is what the register knows.
CODE = re.compile(rf"(?<![0-9A-Za-z-])[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}(?![0-9A-Za-z-])")
"""A code as it is printed."""
_REFERENCE = re.compile(
    r"\br[ée]f(?:[ée]rences?)?\s?\.?\s?:?\s?(?P<code>\{[\w.]+\}|[0-9A-Z]{2,6}-?[0-9A-Z]{0,6}\b)?", re.I
)


def missing(reading: Reading, template: Template) -> Iterator[Finding]:
    """The name, or the code, where it is not there."""
    if not reading.has("who") and not _owned(reading):
        yield Finding("institution_missing")
    yield from _code(template)


def _owned(reading: Reading) -> bool:
    """*Votre compte ameli* names it too."""
    names = reading.language.charter.lexicon.short_names
    return any(set(reading.shape.words[i].split()) & set(names) for i in reading.at("account"))


def _code(template: Template) -> Iterator[Finding]:
    malformed: Finding | None = None
    for match in _REFERENCE.finditer(template.text):
        written = match["code"] or ""
        if written.startswith("{") and variable(written[1:-1]).kind == "code":
            return
        if CODE.match(template.text, match.start("code") if written else match.end()):
            return
        if written and any(c.isdigit() for c in written):
            malformed = Finding("code_missing", *match.span("code"), rule="code_malformed")
    yield malformed or Finding("code_missing")
