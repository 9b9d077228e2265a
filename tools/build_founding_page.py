"""The page that traces each sentence of the founding document to the clauses that carry it.

Made from the data::

    python -m tools.build_founding_page assurance_maladie > docs/reference/founding-document.md
"""

import sys
from collections.abc import Iterator

from tocsin.charter import words
from tocsin.charter.clause_table import describe_answer, describe_subject
from tocsin.charter.loading import load_charter
from tocsin.charter.schema import AnyClause, Charter, FoundingSentence

_HEAD = """\
# The founding document, sentence by sentence

<!-- Made by `python -m tools.build_founding_page {id}`; do not edit by hand. -->

Charter of {name_en} / *{name_fr}*, version {version}.

It grew from one page. Each of its {count} sentences, in our words, is followed by the clauses that carry it:
what they answer, when they hold, and who says so.

| sentence | clauses |
|---|---|"""


def render_founding_page(charter: Charter) -> str:
    """The page, in Markdown; every sentence is on it, with or without a clause."""
    head = _HEAD.format(
        id=charter.id,
        name_en=charter.name.en,
        name_fr=charter.name.fr,
        count=len(charter.founding),
        version=charter.version,
    )
    summary = [
        f"| [{s.id}](#{s.id.lower()}) | {_format_clause_links(charter, s)} |" for s in charter.founding
    ]
    sections = [line for s in charter.founding for line in _render_section(charter, s)]
    return "\n".join([head, *summary, *sections, ""])


def find_carrying_clauses(charter: Charter, sentence: FoundingSentence) -> tuple[AnyClause, ...]:
    """The clauses that carry a sentence, in the order of the charter."""
    return tuple(c for c in charter.clauses if sentence.id in c.founding)


def _format_clause_links(charter: Charter, sentence: FoundingSentence) -> str:
    return ", ".join(f"`{c.id}`" for c in find_carrying_clauses(charter, sentence)) or "none"


def _render_section(charter: Charter, sentence: FoundingSentence) -> Iterator[str]:
    yield f"\n## {sentence.id}\n"
    yield f"{sentence.wording.en}\n\n*{sentence.wording.fr}*"
    for clause in find_carrying_clauses(charter, sentence):
        yield from _render_clause(clause)


def _render_clause(clause: AnyClause) -> Iterator[str]:
    about = ": ".join(part for part in (describe_subject(clause, "en"), describe_answer(clause)) if part)
    yield f"\n### `{clause.id}`{f' · {about}' if about else ''}\n"
    yield f"{clause.wording.en}\n\n*{clause.wording.fr}*\n"
    yield f"- {words.format_validity(clause.in_force, 'en')} (*{words.format_validity(clause.in_force, 'fr')}*)"
    for source in clause.sources:
        note = f". {source.note}" if source.note else ""
        yield f"- [{source.publisher}]({source.url}), {source.date}, {source.quality}{note}"


if __name__ == "__main__":
    sys.stdout.write(render_founding_page(load_charter(sys.argv[1])))
