"""Everything written in YAML, compiled into one file that loads at once.

``_tables.msgpack`` holds each table under a name (``charters/<id>``, ``lexicon/<language>``) and the
fingerprint of the files that it was made from. Where the files have changed it is made again, silently;
where it cannot be written, the tables are compiled in memory. A new kind of table is a line in ``SHELVES``.
"""

import contextlib
import mmap
import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tocsin.charter.schema import AnyClause, Charter

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "_tables.msgpack"


class TableFamily(Struct, frozen=True):
    """A family of tables: where its sources lie, and what compiles one of them."""

    name: str
    """First part of the names of its tables."""
    folder: str
    """Under the package."""
    pattern: str
    """Files or folders, one table each; several patterns with ``|`` between."""
    compiler: str
    """``module:function`` from a path, and what ``uses`` names, to something msgspec can write; imported only to
    compile."""
    code: tuple[str, ...]
    """Files of the package whose change makes the tables stale."""
    record: Any = Any
    """Type of the table as given back."""
    shared: str = ""
    """Pattern of files in the folder that are no tables, and that every table of the family is made from too."""
    uses: str = ""
    """A family compiled before, whose records the compiler is given as well: to read them again takes seconds."""


def _plain_family(name: str, folder: str) -> TableFamily:
    """The YAML files of a folder as plain lists and dicts."""
    code = ("charter/compiled_tables.py", "charter/yaml_document.py")
    return TableFamily(name, folder, "*.yaml", "tocsin.charter.compiled_tables:load_plain_yaml", code)


SHELVES = (
    TableFamily(
        "charters",
        "charters",
        "[a-z]*/",
        "tocsin.charter.folder_reader:read_charter_folder",
        tuple(
            f"charter/{name}.py"
            for name in (
                "schema",
                "channels",
                "items",
                "folder_reader",
                "layer_reader",
                "inheritance",
                "institution_name",
                "parsing",
                "yaml_document",
                "partial_dates",
            )
        ),
        Charter,
        "_shared/*.yaml",
    ),
    TableFamily(
        "inherited",
        "charters/_shared",
        "*.yaml",
        "tocsin.charter.compiled_tables:collect_inherited",
        ("charter/compiled_tables.py",),
        dict[str, AnyClause],
        uses="charters",
    ),
    _plain_family("lexicon", "evidence/lexicon"),
    TableFamily(
        "words",
        "evidence",
        "lexicon",
        "tocsin.evidence.institution_vocabulary:compile_words",
        (
            "charter/items.py",
            "evidence/institution_vocabulary.py",
            "evidence/phrase_table.py",
            "evidence/verb_forms.py",
            "evidence/fold.py",
            "evidence/data/fold.json",
        ),
        uses="charters",
    ),
    TableFamily(
        "weights",
        "evidence/data",
        "asks.txt|frauds.txt|institutions.txt|tellings.txt|tellings_glance.txt",
        "tocsin.evidence.weight_columns:pack_message_table",
        ("evidence/feature_rows.py", "evidence/text_classifier.py", "evidence/weight_columns.py"),
    ),
    _plain_family("phone_numbers", "phone_numbers"),
    _plain_family("verdict", "verdict"),
    _plain_family("guard", "guard"),
    _plain_family("replies", "conversation/reading"),
    TableFamily(
        "outgoing",
        "guard",
        "lexicon.yaml",
        "tocsin.guard.lexicon:compile_outgoing_lexicon",
        ("guard/lexicon.py", "evidence/phrase_table.py", "evidence/fold.py", "evidence/data/fold.json"),
    ),
)


class _StoredCharter(Charter, frozen=True, kw_only=True):
    """A charter as it is kept: an inherited clause, which many charters have, is kept once, and told by its layer and name."""

    clauses: tuple[AnyClause | tuple[str, str], ...]  # type: ignore[assignment]


def collect_inherited(layer: Path, charters: tuple[Charter, ...]) -> dict[str, AnyClause]:
    """The clauses that charters inherit from a layer, by name."""
    return {
        clause.id: clause
        for charter in charters
        for clause in charter.clauses
        if clause.layer and clause.layer == layer.stem
    }


def _encode_table(table: object, inherited: dict[str, dict[str, AnyClause]]) -> memoryview:
    if not isinstance(table, Charter):
        return memoryview(msgspec.msgpack.encode(table))
    clauses = ((c.layer, c.id) if c.layer and inherited[c.layer][c.id] == c else c for c in table.clauses)
    stored = _StoredCharter(**msgspec.structs.asdict(table) | {"clauses": tuple(clauses)})
    return memoryview(msgspec.msgpack.encode(stored))


def _decode_table(table: memoryview, kind: Any) -> Any:
    if kind is not Charter:
        return msgspec.msgpack.decode(table, type=kind)
    stored = msgspec.msgpack.decode(table, type=_StoredCharter)
    clauses = (get_table(f"inherited/{c[0]}")[c[1]] if isinstance(c, tuple) else c for c in stored.clauses)
    return Charter(**msgspec.structs.asdict(stored) | {"clauses": tuple(clauses)})


class CompiledTables(Struct, frozen=True):
    fingerprint: str
    """Of the files that the tables were made from."""
    tables: dict[str, memoryview]
    """Each as MessagePack of its own: none is walked through before it is asked for."""
    stamp: int = 0
    """Sizes and times of those files, see :func:`stamp_sources`."""


class NoSuchTable(KeyError):
    """No table has this name."""


def load_plain_yaml(file: Path) -> object:
    from tocsin.charter.yaml_document import YamlDocument

    return YamlDocument.from_file(file, words=True).data


def _list_sources(shelf: TableFamily) -> Iterator[Path]:
    folder = ROOT / shelf.folder
    found = sorted(path for pattern in shelf.pattern.split("|") for path in folder.glob(pattern))
    return (path for path in found if path.name[0].isalpha())


def _list_files(entry: Path) -> Iterator[Path]:
    return iter(sorted(entry.rglob("*.yaml"))) if entry.is_dir() else iter((entry,))


def hash_sources() -> str:
    """Hash of the content of every source, and of the code that compiles them."""
    from hashlib import blake2b  # here, as a start on a fresh pack does without it

    digest = blake2b(digest_size=16)
    for shelf in SHELVES:
        entries = [file for entry in _list_sources(shelf) for file in _list_files(entry)]
        entries += sorted((ROOT / shelf.folder).glob(shelf.shared)) if shelf.shared else []
        for file in (*entries, *(ROOT / name for name in shelf.code)):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def stamp_sources() -> int:
    """Checksum of the names, sizes and times of every source: where it is the same, nothing has changed."""
    found: list[tuple[str, int, int]] = []
    for folder in {shelf.folder for shelf in SHELVES}:
        found += _stamp_folder(f"{ROOT}/{folder}")
    for name in {name for shelf in SHELVES for name in shelf.code}:
        told = (ROOT / name).stat()
        found.append((name, told.st_size, told.st_mtime_ns))
    return crc32(repr(sorted(found)).encode())


def _stamp_folder(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of each table in a folder and below it; none where there is no folder."""
    with contextlib.suppress(FileNotFoundError):
        for entry in os.scandir(folder):
            if entry.name.endswith((".yaml", ".txt")):
                told = entry.stat()
                yield entry.path.removeprefix(str(ROOT)), told.st_size, told.st_mtime_ns
            elif entry.is_dir():
                yield from _stamp_folder(entry.path)


def compile_tables() -> CompiledTables:
    """Every table, compiled from its sources.

    Raises CharterError where a charter cannot be read.
    """
    compiled: dict[str, dict[str, Any]] = {}
    for shelf in SHELVES:
        module, _, function = shelf.compiler.partition(":")
        compile_one = getattr(import_module(module), function)
        given = [tuple(compiled[shelf.uses].values())] if shelf.uses else []
        compiled[shelf.name] = {entry.stem: compile_one(entry, *given) for entry in _list_sources(shelf)}
    tables = {
        f"{family}/{name}": _encode_table(table, compiled["inherited"])
        for family, made in compiled.items()
        for name, table in made.items()
    }
    return CompiledTables(hash_sources(), tables, stamp_sources())


def _write_tables(pack: CompiledTables) -> None:
    """Replace the file in one step, so that no reader ever meets half of it."""
    draft = PACK.with_suffix(f".{os.getpid()}")
    try:
        draft.write_bytes(msgspec.msgpack.encode(pack))
        draft.replace(PACK)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def build_tables_file() -> Path:
    """Compile every table and write the file, unless it is already that of the sources; its path is returned."""
    stored = _read_stored_tables()
    if stored is None or stored.fingerprint != hash_sources():
        _write_tables(compile_tables())
    return PACK


def _read_stored_tables() -> CompiledTables | None:
    """The file, of which no more is read than is asked for: another one takes its place, and it never changes."""
    try:
        with PACK.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return msgspec.msgpack.decode(mapped, type=CompiledTables)
    except (OSError, ValueError, msgspec.DecodeError):  # an empty file cannot be mapped
        return None


@cache
def load_tables() -> CompiledTables:
    """The compiled tables: as stored where fresh, else made again."""
    stored, stamp = _read_stored_tables(), stamp_sources()
    if stored is not None and stored.stamp == stamp:
        return stored
    same = stored is not None and stored.fingerprint == hash_sources()  # copied, or checked out again
    fresh = replace(stored, stamp=stamp) if stored is not None and same else compile_tables()
    with contextlib.suppress(OSError):
        _write_tables(fresh)
    return fresh


@cache
def list_table_names(shelf: str) -> tuple[str, ...]:
    """Names of the tables of a shelf, without the shelf's own."""
    prefix = f"{shelf}/"
    return tuple(name.removeprefix(prefix) for name in load_tables().tables if name.startswith(prefix))


@cache
def get_table(name: str, record: Any = Any) -> Any:
    """A table by name, such as ``charters/assurance_maladie``, as a record of its shelf's type or of the one given;
    shared, so do not change it.

    Raises NoSuchTable.
    """
    tables = load_tables().tables
    if name not in tables:
        raise NoSuchTable(name)
    kind = next((shelf.record for shelf in SHELVES if name.startswith(f"{shelf.name}/")), Any)
    return _decode_table(tables[name], kind if record is Any else record)
