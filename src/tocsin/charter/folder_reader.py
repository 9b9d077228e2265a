"""A folder of YAML files to a charter, with the checks that need the whole of it."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from tocsin.charter import errors
from tocsin.charter.inheritance import has_own_source, is_looser
from tocsin.charter.institution_name import PLACEHOLDER, fill_text, name_institution
from tocsin.charter.layer_reader import (
    ReadClause,
    build_clauses,
    list_inherited_clauses,
    read_layer_file,
    read_layers,
)
from tocsin.charter.parsing import (
    SECTIONS,
    parse_day,
    parse_examples,
    parse_founding_sentences,
    parse_lexicon,
    parse_wording,
)
from tocsin.charter.schema import (
    AnyClause,
    Charter,
    ClauseExample,
    FoundingSentence,
    InstitutionLexicon,
    ProgrammeClause,
    Wording,
)
from tocsin.charter.yaml_node import YamlNode, read_yaml_file


def _read_pages(folder: Path) -> dict[str, YamlNode]:
    found = {}
    for file in sorted(folder.rglob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        page = read_yaml_file(file, f"{folder.name}/{name}")
        if page is not None:
            found[name] = page
    return found


def _index_by_id(clauses: Iterable[ReadClause]) -> dict[str, ReadClause]:
    found: dict[str, ReadClause] = {}
    for clause, node in clauses:
        if clause.id in found:
            first = found[clause.id][1]
            node.raise_failure(
                errors.DuplicateClauseId, f"another id than in {first.file}:{first.line}", "id", clause.id
            )
        found[clause.id] = clause, node
    return found


def _check_references(
    clauses: dict[str, ReadClause],
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
            if name not in clauses or clauses[name][0].layer != clause.layer:
                node.raise_failure(
                    errors.UnknownClauseReference, "the id of a clause written here", "supersedes", name
                )
        for name in clause.relaxes:
            if name not in clauses or clauses[name][0].layer == clause.layer:
                node.raise_failure(
                    errors.UnknownClauseReference, "the id of an inherited clause", "relaxes", name
                )
    for name in words.programmes:
        if name not in programmes:
            words_node.raise_failure(
                errors.UnknownClauseReference, "the id of a programme", "programmes", name
            )


def _check_strictness(clauses: dict[str, ReadClause]) -> None:
    """What is looser than an inherited clause names it, and has a source of its own."""
    inherited = [clause for clause, _ in clauses.values() if clause.layer]
    for clause, node in clauses.values():
        for other in inherited if not clause.layer else ():
            if is_looser(clause, other) and other.id not in clause.relaxes:
                node.raise_failure(
                    errors.RelaxesUnnamed, f"{other.id} of {other.layer} in `relaxes`", "relaxes", clause.id
                )
            if other.id in clause.relaxes and not has_own_source(clause, other):
                node.raise_failure(
                    errors.RelaxesWithoutSource,
                    f"a source that {other.id} does not have, and that is not inferred",
                    "sources",
                    clause.id,
                )


_HEAD: Final = ("id", "name", "version")
_CALLING_CODE: Final = re.compile(r"\+[1-9][0-9]{0,3}")


def _parse_calling_code(node: YamlNode) -> str:
    code = node.text()
    if not _CALLING_CODE.fullmatch(code):
        node.raise_failure(errors.BadContactNumber, "the code of a country, such as +44", found=code)
    return code


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
    head = pages.pop("charter.yaml").mapping((*_HEAD, "calling_code", "inherits", *known), _HEAD)
    parts = [head, *(page.mapping(known) for page in pages.values())]
    layers = read_layers(head["inherits"], folder) if "inherits" in head else ()
    clauses = _index_by_id([*list_inherited_clauses(layers), *build_clauses(parts)])
    words = parse_lexicon(words_node)
    _check_references(clauses, words, words_node, founding)
    _check_strictness(clauses)
    if head["id"].text() != folder.name:
        head["id"].raise_failure(
            errors.BadChoice, f"the name of the folder, {folder.name}", found=head["id"].text()
        )
    name_shown = parse_wording(head["name"])
    return Charter(
        id=folder.name,
        name=name_shown,
        version=parse_day(head["version"]).isoformat(),
        calling_code=_parse_calling_code(head["calling_code"]) if "calling_code" in head else "+33",
        clauses=_name_clauses(clauses, name_shown),
        lexicon=words,
        examples=tuple(
            example
            for page in told
            for example in parse_examples(page.mapping(("examples",), ("examples",))["examples"], clauses)
        ),
        founding=founding,
        layers=tuple(layer.about for layer in layers),
    )


def _name_clauses(clauses: dict[str, ReadClause], name: Wording) -> tuple[AnyClause, ...]:
    """The clauses with the institution's name in them: its own first, then those that it inherits."""
    ordered = sorted((clause for clause, _ in clauses.values()), key=lambda clause: bool(clause.layer))
    return tuple(name_institution(clause, name) for clause in ordered)


# ---- a layer by itself

_SPECIMEN: Final = Wording(fr="la Régie du Valmont", en="the Valmont Board")
_SPECIMEN_WORDS: Final = InstitutionLexicon(names=("regie du valmont",), brand_labels=("regie-valmont",))


def read_layer_specimen(file: Path) -> Charter:
    """An invented institution that has a layer and nothing else, so that the layer can be linted and tried.

    Its examples name the institution as ``{institution}``. Raises CharterError.
    """
    layer = read_layer_file(file)
    clauses = _index_by_id([*list_inherited_clauses(layer.parents), *layer.clauses])
    _check_references(clauses, _SPECIMEN_WORDS, layer.page, ())
    _check_strictness(clauses)
    own = [clause.id for clause, _ in layer.clauses]
    return Charter(
        id=layer.about.id,
        name=_SPECIMEN,
        version=layer.about.version,
        clauses=_name_clauses(clauses, _SPECIMEN),
        lexicon=_SPECIMEN_WORDS,
        examples=tuple(_read_specimen_examples(layer.page, own)),
        layers=tuple(one.about for one in layer.parents),
    )


def _read_specimen_examples(page: YamlNode, known: Iterable[str]) -> Iterator[ClauseExample]:
    if "examples" not in (keys := page.mapping()):
        return
    for example in parse_examples(keys["examples"], known):
        texts = {name: getattr(example, name) for name in ("text", "sender", "subject", "quote")}
        yield replace(
            example,
            **{name: fill_text(text, _SPECIMEN, "fr") for name, text in texts.items() if PLACEHOLDER in text},
        )
