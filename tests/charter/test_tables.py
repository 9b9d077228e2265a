"""The compiled tables: fresh, stale, broken or unwritable, they give the same."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tocsin.charter import tables
from tocsin.charter.load import available, load
from tocsin.charter.schema import Charter

from .water import Folder


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
    for name in {name for shelf in tables.SHELVES for name in shelf.code}:
        code = root / name
        code.parent.mkdir(parents=True, exist_ok=True)
        code.write_bytes((tables.ROOT / name).read_bytes())
    # Spelling out phrases needs every lexicon; the shelves left show all that a shelf does.
    spelt = ("words", "outgoing")
    monkeypatch.setattr(tables, "SHELVES", tuple(s for s in tables.SHELVES if s.name not in spelt))
    monkeypatch.setattr(tables, "ROOT", root)
    monkeypatch.setattr(tables, "PACK", root / "_tables.msgpack")
    forget()
    yield root
    forget()


def forget() -> None:
    """As a new process would."""
    tables.pack.cache_clear()
    tables.get.cache_clear()


def never(*_: object) -> object:
    raise AssertionError("compiled again")


def test_the_first_use_writes_the_file(house: Path) -> None:
    assert available() == ("water",)
    assert tables.PACK.exists()
    assert [p.name for p in house.glob("_tables*")] == ["_tables.msgpack"]


def test_a_fresh_file_is_used_as_it_is(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load("water")
    forget()
    monkeypatch.setattr(tables, "compiled", never)
    assert load("water") == first


def test_a_changed_source_makes_it_again(house: Path) -> None:
    assert load("water").name.en == "the Water Board"
    forget()
    file = house / "charters" / "water" / "charter.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Water Board", "Wader Board"), encoding="utf-8")
    assert load("water").name.en == "the Wader Board"
    stored = msgspec.msgpack.decode(tables.PACK.read_bytes(), type=tables.Pack)
    assert stored.fingerprint == tables.fingerprint()


@pytest.mark.parametrize(
    "name", ["charters/water/more.yaml", "charters/water/examples/a.yaml", "evidence/lexicon/en.yaml"]
)
def test_a_new_source_makes_it_again(house: Path, name: str) -> None:
    before = tables.fingerprint()
    file = house / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("# empty\n", encoding="utf-8")
    assert tables.fingerprint() != before


def test_a_change_of_the_code_that_compiles_makes_it_again(house: Path) -> None:
    before = tables.fingerprint()
    with (house / "charter" / "parse.py").open("a") as code:
        code.write("# changed\n")
    assert tables.fingerprint() != before


def test_touching_a_source_changes_nothing(house: Path) -> None:
    before = tables.fingerprint()
    (house / "charters" / "water" / "charter.yaml").touch()
    assert tables.fingerprint() == before


@pytest.mark.parametrize("junk", [b"", b"junk", b"\xc1" * 100, msgspec.msgpack.encode({"fingerprint": 3})])
def test_a_broken_file_is_made_again(house: Path, junk: bytes) -> None:
    expected = load("water")
    forget()
    tables.PACK.write_bytes(junk)
    assert load("water") == expected
    assert tables.PACK.read_bytes() != junk


def test_where_nothing_can_be_written_it_works_in_memory(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_pack: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(tables, "_write", refused)
    assert load("water").id == "water"
    assert not tables.PACK.exists()


def test_a_write_that_fails_leaves_no_half_file(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", never)
    with pytest.raises(AssertionError):
        tables.build()
    assert list(house.glob("_tables*")) == []


def test_a_lexicon_is_given_as_plain_values(house: Path) -> None:
    assert tables.get("lexicon/fr") == {"classes": {"ask": ["donnez", "on", "no", "0899"]}, "alone": True}


def test_a_charter_is_given_as_a_record(house: Path) -> None:
    assert isinstance(tables.get("charters/water"), Charter)
    assert tables.get("charters/water") is load("water")


def test_an_unknown_table_is_named(house: Path) -> None:
    with pytest.raises(tables.NoSuchTable, match="charters/wine"):
        tables.get("charters/wine")


def test_build_gives_the_path_of_the_file(house: Path) -> None:
    assert tables.build() == tables.PACK
    assert tables.PACK.exists()


def test_what_was_compiled_is_what_the_yaml_says() -> None:
    from tocsin.charter.folder import charter

    for name in available():
        assert load(name) == charter(tables.ROOT / "charters" / name)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_starting_on_a_fresh_file_reads_no_yaml() -> None:
    load(available()[0])
    code = "import sys, tocsin.charter.load as l; l.load(l.available()[0]); print('yaml' in sys.modules)"
    assert run(code) == "False"


def test_many_processes_may_make_it_at_once(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from tocsin.charter import tables as t;"
        f"t.PACK = Path({str(tmp_path / 'pack')!r}); print(len(t.names('charters')))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = [process.communicate()[0].strip() for process in running]
    assert told == [str(len(available()))] * 4
    assert [p.name for p in tmp_path.iterdir()] == ["pack"]
