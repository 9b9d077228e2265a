"""A folder of YAML files to a charter, with the checks that need the whole of it."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.errors import CharterError
from tocsin.charter.inheritance import has_own_source, is_looser
from tocsin.charter.institution_name import PLACEHOLDER, fill_text, name_institution
from tocsin.charter.layer_reader import (
    ReadClause,
    build_clauses,
    list_inherited_clauses,
    read_layer_file,
    read_layers,
    read_page,
)
from tocsin.charter.parsing import WrittenSections, parse_examples, parse_founding_sentences
from tocsin.charter.schema import (
    AnyClause,
    Charter,
    ClauseExample,
    FoundingSentence,
    InstitutionLexicon,
    ProgrammeClause,
    Wording,
)
from tocsin.charter.yaml_document import YamlPlace
from tocsin.deferred_pattern import defer_pattern


class WrittenCharter(WrittenSections, kw_only=True):
    """The page ``charter.yaml``; the others hold sections alone."""

    id: str
    name: Wording
    version: date
    calling_code: str = "+33"
    inherits: tuple[str, ...] = ()
    stands_for: str = ""
    not_found: tuple[Wording, ...] = ()


class ExamplePage(Struct):
    examples: list[dict[str, Any]]


def _read_pages(folder: Path) -> dict[str, YamlPlace]:
    found = {}
    for file in sorted(folder.rglob("*.yaml")):
        name = file.relative_to(folder).as_posix()
        page = read_page(file, f"{folder.name}/{name}")
        if page is not None:
            found[name] = page
    return found


def _index_by_id(clauses: Iterable[ReadClause]) -> dict[str, ReadClause]:
    found: dict[str, ReadClause] = {}
    for clause, place in clauses:
        if clause.id in found:
            first = found[clause.id][1].document
            line = first.find_line((*found[clause.id][1].path, "id"))
            place.raise_fault(
                f"{clause.id!r} is the id of another clause, in {first.file}, line {line}", "id"
            )
        found[clause.id] = clause, place
    return found


def _check_references(
    clauses: dict[str, ReadClause],
    words: InstitutionLexicon,
    words_page: YamlPlace,
    founding: tuple[FoundingSentence, ...],
) -> None:
    programmes = {name for name, (clause, _) in clauses.items() if isinstance(clause, ProgrammeClause)}
    known = {sentence.id for sentence in founding}
    for clause, place in clauses.values():
        for name in clause.founding:
            if name not in known:
                place.raise_fault(f"{name!r} is no sentence of founding.yaml", "founding")
        if clause.programme and clause.programme not in programmes:
            place.raise_fault(f"{clause.programme!r} is not the id of a programme", "programme")
        for name in clause.supersedes:
            if name not in clauses or clauses[name][0].layer != clause.layer:
                place.raise_fault(f"{name!r} is not the id of a clause written here", "supersedes")
        for name in clause.relaxes:
            if name not in clauses or clauses[name][0].layer == clause.layer:
                place.raise_fault(f"{name!r} is not the id of an inherited clause", "relaxes")
    for name in words.programmes:
        if name not in programmes:
            words_page.raise_fault(f"{name!r} is not the id of a programme", "programmes", name)


def _check_strictness(clauses: dict[str, ReadClause]) -> None:
    """What is looser than an inherited clause names it, and has a source of its own."""
    inherited = [clause for clause, _ in clauses.values() if clause.layer]
    for clause, place in clauses.values():
        for other in inherited if not clause.layer else ():
            if is_looser(clause, other) and other.id not in clause.relaxes:
                place.raise_fault(
                    f"{clause.id} is looser than an inherited clause: name {other.id} of {other.layer} in"
                    " `relaxes`",
                    "relaxes",
                )
            if other.id in clause.relaxes and not has_own_source(clause, other):
                place.raise_fault(
                    f"{clause.id} relaxes {other.id}: expected a source that this does not have, and that is not"
                    " inferred",
                    "sources",
                )


_CALLING_CODE: Final = defer_pattern(r"\+[1-9][0-9]{0,3}")


def read_charter_folder(folder: Path) -> Charter:
    """The charter in a folder.

    Raises a CharterError that names file, line, field and what was expected.
    """
    pages = _read_pages(folder)
    for name in ("charter.yaml", "lexicon.yaml"):
        if name not in pages:
            raise CharterError(f"{folder.name}/{name}", 1, "document", "is missing, or empty")
    words_page = pages.pop("lexicon.yaml")
    told = [pages.pop(name) for name in sorted(pages) if name.startswith("examples/")]
    founding = parse_founding_sentences(pages.pop("founding.yaml")) if "founding.yaml" in pages else ()
    page = pages.pop("charter.yaml")
    head = page.convert_to(WrittenCharter)
    for other in pages.values():
        other.convert_to(WrittenSections)
    layers = read_layers(page.go_to("inherits"), folder) if head.inherits else ()
    clauses = _index_by_id([*list_inherited_clauses(layers), *build_clauses([page, *pages.values()])])
    words = words_page.convert_to(InstitutionLexicon)
    _check_references(clauses, words, words_page, founding)
    _check_strictness(clauses)
    if head.id != folder.name:
        page.raise_fault(f"expected the name of the folder, {folder.name}", "id")
    if head.stands_for and head.stands_for not in {layer.about.id for layer in layers}:
        page.raise_fault("expected a layer that it inherits", "stands_for")
    if not _CALLING_CODE.fullmatch(head.calling_code):
        page.raise_fault("expected the code of a country, such as +44", "calling_code")
    return Charter(
        id=folder.name,
        name=head.name,
        version=head.version.isoformat(),
        calling_code=head.calling_code,
        clauses=_name_clauses(clauses, head.name),
        lexicon=words,
        examples=tuple(example for page in told for example in _read_examples(page, clauses)),
        founding=founding,
        stands_for=head.stands_for,
        not_found=head.not_found,
        layers=tuple(layer.about for layer in layers),
    )


def _read_examples(page: YamlPlace, known: Iterable[str]) -> Iterator[ClauseExample]:
    page.convert_to(ExamplePage)
    return parse_examples(page.go_to("examples"), known)


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


def _read_specimen_examples(page: YamlPlace, known: Iterable[str]) -> Iterator[ClauseExample]:
    if "examples" not in page.value:
        return
    for example in parse_examples(page.go_to("examples"), known):
        texts = {name: getattr(example, name) for name in ("text", "sender", "subject", "quote")}
        yield replace(
            example,
            **{name: fill_text(text, _SPECIMEN, "fr") for name, text in texts.items() if PLACEHOLDER in text},
        )
