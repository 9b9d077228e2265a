"""The compiled tables: fresh, stale, broken or unwritable, they give the same."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from tests.charter.water import Folder
from tocsin.charter import compiled_tables
from tocsin.charter.folder_reader import read_charter_folder
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.schema import Charter
from tocsin.evidence.feature_rows import FeatureRows, PackedRows


@pytest.fixture
def house(tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of one charter and one lexicon, in a folder of its own."""
    root = tmp_path / "package"
    folder.path = root / "charters" / "water"
    folder.write()
    (root / "evidence" / "lexicon").mkdir(parents=True)
    (root / "evidence" / "lexicon" / "fr.yaml").write_text(
        "classes:\n  ask: [donnez, on, no, 0899]\nalone: true\n", encoding="utf-8"
    )
    for name in {name for shelf in compiled_tables.SHELVES for name in shelf.code}:
        code = root / name
        code.parent.mkdir(parents=True, exist_ok=True)
        code.write_bytes((compiled_tables.ROOT / name).read_bytes())
    # Spelling out phrases needs every lexicon; the shelves left show all that a shelf does.
    spelt = ("words", "outgoing")
    monkeypatch.setattr(
        compiled_tables, "SHELVES", tuple(s for s in compiled_tables.SHELVES if s.name not in spelt)
    )
    monkeypatch.setattr(compiled_tables, "ROOT", root)
    monkeypatch.setattr(compiled_tables, "PACK", root / "_tables.msgpack")
    forget()
    yield root
    forget()


def forget() -> None:
    """As a new process would."""
    compiled_tables.load_tables.cache_clear()
    compiled_tables.get_table.cache_clear()
    compiled_tables.list_table_names.cache_clear()


def never(*_: object) -> object:
    raise AssertionError("compiled again")


def test_the_first_use_writes_the_file(house: Path) -> None:
    assert list_charter_names() == ("water",)
    assert compiled_tables.PACK.exists()
    assert [p.name for p in house.glob("_tables*")] == ["_tables.msgpack"]


def test_a_fresh_file_is_used_as_it_is(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_charter("water")
    forget()
    monkeypatch.setattr(compiled_tables, "compile_tables", never)
    assert load_charter("water") == first


def test_a_table_is_read_when_it_is_asked_for(house: Path) -> None:
    load_charter("water")
    forget()
    stored = msgspec.msgpack.decode(compiled_tables.PACK.read_bytes(), type=compiled_tables.CompiledTables)
    broken = stored.tables | {"lexicon/fr": memoryview(b"\xc1 is no MessagePack")}
    compiled_tables._write_tables(msgspec.structs.replace(stored, tables=broken))
    assert load_charter("water").id == "water"
    with pytest.raises(msgspec.DecodeError):
        compiled_tables.get_table("lexicon/fr")


def test_a_changed_table_of_weights_makes_it_again(house: Path) -> None:
    table = house / "evidence" / "data" / "asks.txt"
    table.parent.mkdir(exist_ok=True)
    header = '{"rows_hash":"0","rows":1,"step":0.5,"columns":["payment"]}'
    for weight in (5, 7):
        table.write_text(f"{header}\npayez\t0:{weight}" + "\n" * weight, encoding="utf-8")
        forget()
        rows = FeatureRows(compiled_tables.get_table("weights/asks", PackedRows))
        assert rows.read_row(0) == [(0, weight)]


def test_a_changed_source_makes_it_again(house: Path) -> None:
    assert load_charter("water").name.en == "the Water Board"
    forget()
    file = house / "charters" / "water" / "charter.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Water Board", "Wader Board"), encoding="utf-8")
    assert load_charter("water").name.en == "the Wader Board"
    stored = msgspec.msgpack.decode(compiled_tables.PACK.read_bytes(), type=compiled_tables.CompiledTables)
    assert stored.fingerprint == compiled_tables.hash_sources()


@pytest.mark.parametrize(
    "name",
    [
        "charters/water/more.yaml",
        "charters/water/examples/a.yaml",
        "charters/_shared/all.yaml",
        "evidence/lexicon/en.yaml",
    ],
)
def test_a_new_source_makes_it_again(house: Path, name: str) -> None:
    before = compiled_tables.hash_sources()
    file = house / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("# empty\n", encoding="utf-8")
    assert compiled_tables.hash_sources() != before


def test_a_shared_layer_is_no_charter(house: Path) -> None:
    (house / "charters" / "_shared").mkdir()
    (house / "charters" / "_shared" / "all.yaml").write_text("id: all\n", encoding="utf-8")
    assert list_charter_names() == ("water",)


def test_a_change_of_the_code_that_compiles_makes_it_again(house: Path) -> None:
    before = compiled_tables.hash_sources()
    with (house / "charter" / "parsing.py").open("a") as code:
        code.write("# changed\n")
    assert compiled_tables.hash_sources() != before


def test_touching_a_source_changes_nothing(house: Path) -> None:
    before = compiled_tables.hash_sources()
    (house / "charters" / "water" / "charter.yaml").touch()
    assert compiled_tables.hash_sources() == before


@pytest.mark.parametrize("junk", [b"", b"junk", b"\xc1" * 100, msgspec.msgpack.encode({"fingerprint": 3})])
def test_a_broken_file_is_made_again(house: Path, junk: bytes) -> None:
    expected = load_charter("water")
    forget()
    compiled_tables.PACK.write_bytes(junk)
    assert load_charter("water") == expected
    assert compiled_tables.PACK.read_bytes() != junk


def test_where_nothing_can_be_written_it_works_in_memory(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_pack: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(compiled_tables, "_write_tables", refused)
    assert load_charter("water").id == "water"
    assert not compiled_tables.PACK.exists()


def test_a_write_that_fails_leaves_no_half_file(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", never)
    with pytest.raises(AssertionError):
        compiled_tables.build_tables_file()
    assert list(house.glob("_tables*")) == []


def test_a_lexicon_is_given_as_plain_values(house: Path) -> None:
    assert compiled_tables.get_table("lexicon/fr") == {
        "classes": {"ask": ["donnez", "on", "no", "0899"]},
        "alone": True,
    }


def test_a_charter_is_given_as_a_record(house: Path) -> None:
    assert isinstance(compiled_tables.get_table("charters/water"), Charter)
    assert compiled_tables.get_table("charters/water") is load_charter("water")


def test_an_unknown_table_is_named(house: Path) -> None:
    with pytest.raises(compiled_tables.NoSuchTable, match="charters/wine"):
        compiled_tables.get_table("charters/wine")


def test_build_gives_the_path_of_the_file(house: Path) -> None:
    assert compiled_tables.build_tables_file() == compiled_tables.PACK
    assert compiled_tables.PACK.exists()


def test_what_was_compiled_is_what_the_yaml_says() -> None:
    from tocsin.charter.folder_reader import read_charter_folder

    for name in list_charter_names():
        assert load_charter(name) == read_charter_folder(compiled_tables.ROOT / "charters" / name)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_starting_on_a_fresh_file_reads_no_yaml() -> None:
    load_charter(list_charter_names()[0])
    code = "import sys, tocsin.charter.loading as l; l.load_charter(l.list_charter_names()[0]); print('yaml' in sys.modules)"
    assert run(code) == "False"


TOGETHER = """
import sys
from pathlib import Path
from tocsin.charter import compiled_tables as t

def wait(reached):
    print(reached, flush=True)
    input()

replace = Path.replace
Path.replace = lambda draft, target: wait("written") or replace(draft, target)
root = Path(sys.argv[1])
t.ROOT, t.PACK = root, root / t.PACK.name
t.SHELVES = tuple(shelf for shelf in t.SHELVES if shelf.name in sys.argv[2:])
wait("ready")
print(*t.list_table_names("charters"))
"""


def test_many_processes_may_make_it_at_once(house: Path) -> None:
    """Each has written its own before any puts it in its place."""
    shelves = [shelf.name for shelf in compiled_tables.SHELVES]
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", TOGETHER, house, *shelves],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
                )
            )
            for _ in range(2)
        ]  # fmt: skip

        def say(word: str) -> list[str]:
            for process in running:
                assert process.stdin
                process.stdin.write(word)
            return [process.stdout.readline() for process in running if process.stdout]

        assert [say(word) for word in ("", "go\n", "go\n")] == [
            ["ready\n"] * 2, ["written\n"] * 2, ["water\n"] * 2,
        ]  # fmt: skip
    assert [p.name for p in house.glob("_tables*")] == ["_tables.msgpack"]


def test_a_clause_that_many_inherit_is_read_once() -> None:
    """The same record in each charter, as its folder has it."""
    charters = [load_charter(name) for name in list_charter_names()]
    inherited = [clause for charter in charters for clause in charter.clauses if clause.layer]
    met = {clause: clause for clause in reversed(inherited)}
    assert len(met) < len(inherited)
    assert all(met[clause] is clause for clause in inherited)
    name = "assurance_maladie"
    assert load_charter(name) == read_charter_folder(compiled_tables.ROOT / "charters" / name)
