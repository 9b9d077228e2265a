"""A folder of YAML files to a charter, with the checks that need the whole of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.charter import errors
from tocsin.charter.node import Node, read
from tocsin.charter.parse import SECTIONS, Sources, day, examples, lexicon, sentences, wording
from tocsin.charter.schema import AnyClause, Charter, Lexicon, Programme, Sentence


def _pages(folder: Path) -> dict[str, Node]:
    found = {}
    for file in sorted(folder.rglob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        page = read(file, f"{folder.name}/{name}")
        if page is not None:
            found[name] = page
    return found


def _clauses(pages: Iterable[dict[str, Node]], named: Sources) -> Iterator[tuple[AnyClause, Node]]:
    for page in pages:
        for section, build in SECTIONS.items():
            for item in page[section].items() if section in page else ():
                yield build(item, named), item


def _index(clauses: Iterable[tuple[AnyClause, Node]]) -> dict[str, tuple[AnyClause, Node]]:
    found: dict[str, tuple[AnyClause, Node]] = {}
    for clause, node in clauses:
        if clause.id in found:
            first = found[clause.id][1]
            node.fail(errors.DuplicateId, f"another id than in {first.file}:{first.line}", "id", clause.id)
        found[clause.id] = clause, node
    return found


def _check_references(
    clauses: dict[str, tuple[AnyClause, Node]],
    words: Lexicon,
    words_node: Node,
    founding: tuple[Sentence, ...],
) -> None:
    programmes = {name for name, (clause, _) in clauses.items() if isinstance(clause, Programme)}
    known = {sentence.id for sentence in founding}
    for clause, node in clauses.values():
        for name in clause.founding:
            if name not in known:
                node.fail(errors.UnknownReference, "a sentence of founding.yaml", "founding", name)
        if clause.programme and clause.programme not in programmes:
            node.fail(errors.UnknownReference, "the id of a programme", "programme", clause.programme)
        for name in clause.supersedes:
            if name not in clauses:
                node.fail(errors.UnknownReference, "the id of a clause", "supersedes", name)
    for name in words.programmes:
        if name not in programmes:
            words_node.fail(errors.UnknownReference, "the id of a programme", "programmes", name)


_HEAD = ("id", "name", "version")


def _sources(pages: Iterable[dict[str, Node]]) -> Sources:
    return {
        name: node for page in pages if "sources" in page for name, node in page["sources"].mapping().items()
    }


def charter(folder: Path) -> Charter:
    """The charter in a folder.

    Raises a CharterError that names file, line, field and what was expected.
    """
    pages = _pages(folder)
    for name in ("charter.yaml", "lexicon.yaml"):
        if name not in pages:
            raise errors.MissingField(file=f"{folder.name}/{name}", expected="a file that is not empty")
    words_node = pages.pop("lexicon.yaml")
    told = [pages.pop(name) for name in sorted(pages) if name.startswith("examples/")]
    founding = sentences(pages.pop("founding.yaml")) if "founding.yaml" in pages else ()
    known = (*SECTIONS, "sources")
    head = pages.pop("charter.yaml").mapping((*_HEAD, *known), _HEAD)
    parts = [head, *(page.mapping(known) for page in pages.values())]
    clauses = _index(_clauses(parts, _sources(parts)))
    words = lexicon(words_node)
    _check_references(clauses, words, words_node, founding)
    if head["id"].text() != folder.name:
        head["id"].fail(errors.BadChoice, f"the name of the folder, {folder.name}", found=head["id"].text())
    return Charter(
        id=folder.name,
        name=wording(head["name"]),
        version=day(head["version"]).isoformat(),
        clauses=tuple(clause for clause, _ in clauses.values()),
        lexicon=words,
        examples=tuple(example for page in told for example in examples(page, clauses)),
        founding=founding,
    )
