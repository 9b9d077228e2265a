"""Shared layers: clauses that hold for all institutions of a kind, in one file each, ``_shared/<layer>.yaml``."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter import compiled_tables, errors
from tocsin.charter.institution_name import find_unknown_placeholder
from tocsin.charter.parsing import SECTIONS, Sources, parse_day, parse_wording
from tocsin.charter.schema import AnyClause, InheritedLayer
from tocsin.charter.yaml_node import YamlNode, parse_yaml

FOLDER: Final = "_shared"
"""Beside the folders of the charters."""
ReadClause = tuple[AnyClause, YamlNode]
"""A clause, and where it stands."""
_HEAD: Final = ("id", "name", "version")


class SharedLayer(Struct, frozen=True, kw_only=True):
    """A layer as it was read."""

    about: InheritedLayer
    clauses: tuple[ReadClause, ...]
    """Its own, without those that it inherits."""
    parents: tuple["SharedLayer", ...]
    """Layers that it inherits, and theirs before them."""
    page: YamlNode


def read_layers(names: YamlNode, folder: Path) -> tuple[SharedLayer, ...]:
    """The layers that are named in ``inherits``, each after those that it inherits itself, and none twice.

    They are looked for in ``_shared`` beside ``folder``, then among those that come with Tocsin. Raises
    CharterError: UnknownLayer, CircularLayers, or what is wrong in a layer.
    """
    return _read_named(names, folder, ())


def _read_named(names: YamlNode, folder: Path, trail: tuple[str, ...]) -> tuple[SharedLayer, ...]:
    found: dict[str, SharedLayer] = {}
    for node in names.items():
        name = node.text()
        if name in trail:
            node.raise_failure(errors.CircularLayers, "a layer that does not inherit this one", found=name)
        layer = _read_layer(_find_layer_file(node, name, folder), folder, (*trail, name))
        for one in (*layer.parents, layer):
            found.setdefault(one.about.id, one)
    return tuple(found.values())


def _find_layer_file(node: YamlNode, name: str, folder: Path) -> Path:
    places = (folder.parent / FOLDER, compiled_tables.ROOT / "charters" / FOLDER)
    for place in places:
        if (file := place / f"{name}.yaml").is_file():
            return file
    known = sorted({file.stem for place in places for file in place.glob("*.yaml")})
    return node.raise_failure(errors.UnknownLayer, "one of " + ", ".join(known), found=name)


def read_layer_file(file: Path) -> SharedLayer:
    """A layer from its file. Raises CharterError."""
    return _read_layer(file, file.parent, (file.stem,))


def _read_layer(file: Path, folder: Path, trail: tuple[str, ...]) -> SharedLayer:
    shown = f"{FOLDER}/{file.name}" if file.parent.name == FOLDER else str(file)
    about, clauses, page = _parse_layer(file.read_bytes(), file.stem, shown)
    keys = page.mapping()
    parents = _read_named(keys["inherits"], folder, trail) if "inherits" in keys else ()
    return SharedLayer(about=about, clauses=clauses, parents=parents, page=page)


@lru_cache(maxsize=64)
def _parse_layer(
    content: bytes, name: str, shown: str
) -> tuple[InheritedLayer, tuple[ReadClause, ...], YamlNode]:
    """What a layer says of itself, and its own clauses. Many charters have the same layers: each is read once."""
    page = parse_yaml(content, shown)
    if page is None:
        raise errors.MissingField(file=shown, expected="a file that is not empty")
    keys = page.mapping((*_HEAD, "inherits", "sources", "examples", *SECTIONS), _HEAD)
    if keys["id"].text() != name:
        keys["id"].raise_failure(errors.BadChoice, f"the name of the file, {name}", found=keys["id"].text())
    about = InheritedLayer(
        id=name, name=parse_wording(keys["name"]), version=parse_day(keys["version"]).isoformat()
    )
    return about, tuple(build_clauses([keys])), page


def collect_sources(pages: Iterable[dict[str, YamlNode]]) -> Sources:
    """The sources of these pages by name."""
    return {
        name: node for page in pages if "sources" in page for name, node in page["sources"].mapping().items()
    }


def build_clauses(pages: Iterable[dict[str, YamlNode]]) -> Iterator[ReadClause]:
    """The clauses of these pages, with their sources. Raises CharterError."""
    pages = tuple(pages)
    named = collect_sources(pages)
    for page in pages:
        for section, build in SECTIONS.items():
            for item in page[section].items() if section in page else ():
                clause = build(item, named)
                if unknown := find_unknown_placeholder(clause):
                    item.raise_failure(errors.UnknownPlaceholder, "{institution}", *unknown)
                yield clause, item


def list_inherited_clauses(layers: Iterable[SharedLayer]) -> Iterator[ReadClause]:
    """The clauses of layers, each of which says which layer it is from."""
    for layer in layers:
        for clause, node in layer.clauses:
            yield replace(clause, layer=layer.about.id), node
