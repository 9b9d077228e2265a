"""A folder of YAML files to a charter, with the checks that need the whole of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.charter import errors
from tocsin.charter.parsing import (
    SECTIONS,
    Sources,
    parse_day,
    parse_examples,
    parse_founding_sentences,
    parse_lexicon,
    parse_wording,
)
from tocsin.charter.schema import AnyClause, Charter, FoundingSentence, InstitutionLexicon, ProgrammeClause
from tocsin.charter.yaml_node import YamlNode, read_yaml_file


def _read_pages(folder: Path) -> dict[str, YamlNode]:
    found = {}
    for file in sorted(folder.rglob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        page = read_yaml_file(file, f"{folder.name}/{name}")
        if page is not None:
            found[name] = page
    return found


def _build_clauses(
    pages: Iterable[dict[str, YamlNode]], named: Sources
) -> Iterator[tuple[AnyClause, YamlNode]]:
    for page in pages:
        for section, build in SECTIONS.items():
            for item in page[section].items() if section in page else ():
                yield build(item, named), item


def _index_by_id(clauses: Iterable[tuple[AnyClause, YamlNode]]) -> dict[str, tuple[AnyClause, YamlNode]]:
    found: dict[str, tuple[AnyClause, YamlNode]] = {}
    for clause, node in clauses:
        if clause.id in found:
            first = found[clause.id][1]
            node.raise_failure(
                errors.DuplicateClauseId, f"another id than in {first.file}:{first.line}", "id", clause.id
            )
        found[clause.id] = clause, node
    return found


def _check_references(
    clauses: dict[str, tuple[AnyClause, YamlNode]],
    words: InstitutionLexicon,
    words_node: YamlNode,
    founding: tuple[FoundingSentence, ...],
) -> None:
    programmes = {name for name, (clause, _) in clauses.items() if isinstance(clause, ProgrammeClause)}
    known = {sentence.id for sentence in founding}
    for clause, node in clauses.values():
        for name in clause.founding:
            if name not in known:
                node.raise_failure(
                    errors.UnknownClauseReference, "a sentence of founding.yaml", "founding", name
                )
        if clause.programme and clause.programme not in programmes:
            node.raise_failure(
                errors.UnknownClauseReference, "the id of a programme", "programme", clause.programme
            )
        for name in clause.supersedes:
            if name not in clauses:
                node.raise_failure(errors.UnknownClauseReference, "the id of a clause", "supersedes", name)
    for name in words.programmes:
        if name not in programmes:
            words_node.raise_failure(
                errors.UnknownClauseReference, "the id of a programme", "programmes", name
            )


_HEAD = ("id", "name", "version")


def _collect_sources(pages: Iterable[dict[str, YamlNode]]) -> Sources:
    return {
        name: node for page in pages if "sources" in page for name, node in page["sources"].mapping().items()
    }


def read_charter_folder(folder: Path) -> Charter:
    """The charter in a folder.

    Raises a CharterError that names file, line, field and what was expected.
    """
    pages = _read_pages(folder)
    for name in ("charter.yaml", "lexicon.yaml"):
        if name not in pages:
            raise errors.MissingField(file=f"{folder.name}/{name}", expected="a file that is not empty")
    words_node = pages.pop("lexicon.yaml")
    told = [pages.pop(name) for name in sorted(pages) if name.startswith("examples/")]
    founding = parse_founding_sentences(pages.pop("founding.yaml")) if "founding.yaml" in pages else ()
    known = (*SECTIONS, "sources")
    head = pages.pop("charter.yaml").mapping((*_HEAD, *known), _HEAD)
    parts = [head, *(page.mapping(known) for page in pages.values())]
    clauses = _index_by_id(_build_clauses(parts, _collect_sources(parts)))
    words = parse_lexicon(words_node)
    _check_references(clauses, words, words_node, founding)
    if head["id"].text() != folder.name:
        head["id"].raise_failure(
            errors.BadChoice, f"the name of the folder, {folder.name}", found=head["id"].text()
        )
    return Charter(
        id=folder.name,
        name=parse_wording(head["name"]),
        version=parse_day(head["version"]).isoformat(),
        clauses=tuple(clause for clause, _ in clauses.values()),
        lexicon=words,
        examples=tuple(example for page in told for example in parse_examples(page, clauses)),
        founding=founding,
    )
