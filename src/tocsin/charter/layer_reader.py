"""Shared layers: clauses that hold for all institutions of a kind, in one file each, ``_shared/<layer>.yaml``."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter import compiled_tables
from tocsin.charter.errors import CharterError
from tocsin.charter.institution_name import find_unknown_placeholder
from tocsin.charter.parsing import SECTIONS, Sources, WrittenSections, collect_sources, parse_clause
from tocsin.charter.schema import AnyClause, InheritedLayer, Wording
from tocsin.charter.yaml_document import YamlDocument, YamlPlace

FOLDER: Final = "_shared"
"""Beside the folders of the charters."""
ReadClause = tuple[AnyClause, YamlPlace]
"""A clause, and where it stands."""


class WrittenLayer(WrittenSections, kw_only=True):
    id: str
    name: Wording
    version: date
    inherits: tuple[str, ...] = ()
    examples: tuple[dict[str, Any], ...] = ()


class SharedLayer(Struct, frozen=True, kw_only=True):
    about: InheritedLayer
    clauses: tuple[ReadClause, ...]
    """Its own, without those that it inherits."""
    parents: tuple["SharedLayer", ...]
    """Layers that it inherits, and theirs before them."""
    page: YamlPlace


def read_page(file: Path, shown: str) -> YamlPlace | None:
    """What stands in a file, which errors call ``shown``; None where it is empty. Raises CharterError."""
    document = YamlDocument.from_file(file, CharterError, shown=shown, words=True)
    return None if document.data is None else YamlPlace(document, ())


def read_layers(names: YamlPlace, folder: Path) -> tuple[SharedLayer, ...]:
    """The layers that are named in ``inherits``, each after those that it inherits itself, and none twice.

    They are looked for in ``_shared`` beside ``folder``, then among those that come with Tocsin. Raises
    CharterError: a layer does not exist, inherits itself, or something is wrong in it.
    """
    return _read_named(names, folder, ())


def _read_named(names: YamlPlace, folder: Path, trail: tuple[str, ...]) -> tuple[SharedLayer, ...]:
    found: dict[str, SharedLayer] = {}
    for at, name in enumerate(names.value):
        place = names.go_to(at)
        if name in trail:
            place.raise_fault(f"{name!r} inherits itself")
        layer = _read_layer(_find_layer_file(place, name, folder), folder, (*trail, name))
        for one in (*layer.parents, layer):
            found.setdefault(one.about.id, one)
    return tuple(found.values())


def _find_layer_file(place: YamlPlace, name: str, folder: Path) -> Path:
    folders = (folder.parent / FOLDER, compiled_tables.ROOT / "charters" / FOLDER)
    for one in folders:
        if (file := one / f"{name}.yaml").is_file():
            return file
    known = sorted({file.stem for one in folders for file in one.glob("*.yaml")})
    return place.raise_fault(f"there is no layer {name!r}; expected one of {', '.join(known)}")


def read_layer_file(file: Path) -> SharedLayer:
    """A layer from its file. Raises CharterError."""
    return _read_layer(file, file.parent, (file.stem,))


def _read_layer(file: Path, folder: Path, trail: tuple[str, ...]) -> SharedLayer:
    about, clauses, page = _parse_layer(file, file.stat().st_mtime_ns)
    parents = _read_named(page.go_to("inherits"), folder, trail) if "inherits" in page.value else ()
    return SharedLayer(about=about, clauses=clauses, parents=parents, page=page)


@lru_cache(maxsize=64)
def _parse_layer(file: Path, _changed: int) -> tuple[InheritedLayer, tuple[ReadClause, ...], YamlPlace]:
    """What a layer says of itself, and its own clauses. Many charters have the same layers: each is read once."""
    shown = f"{FOLDER}/{file.name}" if file.parent.name == FOLDER else str(file)
    page = read_page(file, shown)
    if page is None:
        raise CharterError(shown, 1, "document", "is empty")
    written = page.convert_to(WrittenLayer)
    if written.id != file.stem:
        page.raise_fault(f"expected the name of the file, {file.stem}", "id")
    about = InheritedLayer(id=written.id, name=written.name, version=written.version.isoformat())
    return about, tuple(build_clauses([page])), page


def build_clauses(pages: Iterable[YamlPlace]) -> Iterator[ReadClause]:
    """The clauses of these pages, with their sources. Raises CharterError."""
    pages = tuple(pages)
    named: Sources = {}
    for page in pages:
        if "sources" in page.value:
            named |= collect_sources(page.go_to("sources"))
    for page in pages:
        for section in SECTIONS:
            for at in range(len(page.value.get(section, ()))):
                place = page.go_to(section, at)
                clause = parse_clause(place, section, named)
                if unknown := find_unknown_placeholder(clause):
                    field, braces = unknown
                    place.raise_fault(f"nothing fills in {braces}; expected {{institution}}", field)
                yield clause, place


def list_inherited_clauses(layers: Iterable[SharedLayer]) -> Iterator[ReadClause]:
    """The clauses of layers, each of which says which layer it is from."""
    for layer in layers:
        for clause, node in layer.clauses:
            yield replace(clause, layer=layer.about.id), node
