"""What is sealed opens in its place under its day's key, and nowhere else, and never again once erased."""

import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tocsin.privacy import keyfile, keyring
from tocsin.privacy.keyfile import KeyFile, KeyFileDamaged, KeysExist, KeysExposed, NoKeyFile
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.vault import SAID, IndexMoving, NotSealedHere, Vault, read_key_id
from tocsin.register.register_keys import derive_register_keys

MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
NUMBER = "+33639980001"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keys.json"


@pytest.fixture
def kept(path: Path) -> Vault:
    return Vault.load(path, make=True)


ROW, PHONE = 17, 23


def sealed_for(vault: Vault, value: bytes | str, place: str = "phone.sealed", day: date = MONDAY) -> bytes:
    """A value as it is read from its row."""
    phone = PHONE if place in SAID else None
    return numbers(ROW, phone) + vault.seal(value, place, day, ROW, phone)


def numbers(row: int, phone: int | None = None) -> bytes:
    """What a statement puts in front of a value."""
    return b"".join(one.to_bytes(8, "big", signed=True) for one in (row, phone) if one is not None)


def erase(vault: Vault, *days: date) -> None:
    ids = [key.id for key in vault.ring.keys if key.day in days]
    vault.change_keys(lambda ring: keyring.destroy_keys(ring, ids, NOW, "erased"))


# ---- sealing


@given(st.binary(max_size=5000), st.dates())
def test_what_is_sealed_opens(value: bytes, day: date):
    vault = Vault.for_tests()
    assert vault.open(sealed_for(vault, value, day=day), "phone.sealed") == value


@given(st.text(max_size=200))
def test_text_is_sealed_as_utf8(text: str):
    vault = Vault.for_tests()
    sealed = sealed_for(vault, text.encode("utf-8", "replace").decode(), "heard.sealed")
    assert vault.open(sealed, "heard.sealed").decode() == text.encode("utf-8", "replace").decode()


@given(st.binary(min_size=1, max_size=200), st.data())
def test_one_bit_changed_and_it_does_not_open(value: bytes, data: st.DataObject):
    vault = Vault.for_tests()
    sealed = bytearray(sealed_for(vault, value))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotSealedHere):
        vault.open(bytes(sealed), "phone.sealed")


@given(st.binary(max_size=60))
def test_what_nobody_sealed_does_not_open(junk: bytes):
    with pytest.raises(NotSealedHere):
        Vault.for_tests().open(junk, "phone.sealed")


def test_it_opens_in_its_own_column_only():
    vault = Vault.for_tests()
    with pytest.raises(NotSealedHere, match=r"person\.sealed"):
        vault.open(sealed_for(vault, NUMBER), "person.sealed")


def test_it_opens_in_its_own_row_only():
    vault = Vault.for_tests()
    number, text = sealed_for(vault, NUMBER), sealed_for(vault, "Bonjour", "message.sealed")
    with pytest.raises(NotSealedHere):
        vault.open(numbers(ROW + 1) + number[8:], "phone.sealed")
    with pytest.raises(NotSealedHere):
        vault.open(numbers(ROW + 1, PHONE) + text[16:], "message.sealed")
    with pytest.raises(NotSealedHere):  # an SMS about somebody's health would go to another telephone
        vault.open(numbers(ROW, PHONE + 1) + text[16:], "message.sealed")


def test_what_is_said_on_a_phone_is_not_sealed_without_it():
    vault = Vault.for_tests()
    with pytest.raises(ValueError, match="2 numbers"):
        vault.seal("Bonjour", "message.sealed", MONDAY, ROW)
    with pytest.raises(ValueError, match="1 numbers"):
        vault.seal(NUMBER, "phone.sealed", MONDAY, ROW, PHONE)


def test_again_it_is_for_the_same_row_under_the_key_of_another_day():
    vault = Vault.for_tests()
    text = sealed_for(vault, "Bonjour", "message.sealed")
    again = vault.reseal(text, "message.sealed", TUESDAY)
    assert vault.open(text[:16] + again, "message.sealed") == b"Bonjour"
    assert read_key_id(again) == vault.ring.find_day_key(TUESDAY).id  # type: ignore[union-attr]


def test_seals_of_the_version_before_open_until_all_are_bound_to_their_rows(kept: Vault):
    kept.change_keys(lambda ring: replace(ring, binds="column", format=1))
    before = sealed_for(kept, NUMBER)
    assert before[8] == 1
    assert kept.open(before, "phone.sealed").decode() == NUMBER
    kept.renew_keys(NOW)
    assert kept.open(before, "phone.sealed").decode() == NUMBER
    assert (kept.ring.binds, kept.ring.format) == ("both", 2)
    assert sealed_for(kept, NUMBER)[8] == 2
    kept.change_keys(keyring.mark_rows_bound)
    with pytest.raises(NotSealedHere):
        kept.open(before, "phone.sealed")


def test_the_same_twice_looks_different():
    vault = Vault.for_tests()
    assert len({vault.seal(NUMBER, "phone.sealed", MONDAY, ROW) for _ in range(1000)}) == 1000


def test_it_takes_33_bytes_more_and_begins_with_the_name_of_its_key():
    vault = Vault.for_tests()
    sealed = vault.seal(NUMBER, "phone.sealed", MONDAY, ROW)
    assert len(sealed) == len(NUMBER) + 33
    assert sealed[0] == 2
    of_the_day = vault.ring.find_day_key(MONDAY)
    assert of_the_day is not None
    assert read_key_id(sealed) == of_the_day.id


def test_each_day_has_its_key():
    vault = Vault.for_tests()
    ids = {read_key_id(vault.seal(NUMBER, "phone.sealed", day, ROW)) for day in (MONDAY, TUESDAY, MONDAY)}
    assert len(ids) == 2 == len(vault.ring.keys)


# ---- once erased


def test_what_was_sealed_on_a_day_that_is_erased_is_gone_for_good():
    vault = Vault.for_tests()
    monday, tuesday = (sealed_for(vault, NUMBER, day=day) for day in (MONDAY, TUESDAY))
    erase(vault, MONDAY)
    with pytest.raises(KeyDestroyed):
        vault.open(monday, "phone.sealed")
    assert vault.open(tuesday, "phone.sealed").decode() == NUMBER


def test_nothing_more_is_sealed_for_a_day_that_is_erased():
    vault = Vault.for_tests()
    vault.seal(NUMBER, "phone.sealed", MONDAY, ROW)
    erase(vault, MONDAY)
    with pytest.raises(KeyDestroyed, match="2027-02-01"):
        vault.seal(NUMBER, "phone.sealed", MONDAY, ROW)


def test_the_key_is_no_more_in_the_file(kept: Vault, path: Path):
    kept.seal(NUMBER, "phone.sealed", MONDAY, ROW)
    [key] = json.loads(path.read_text())["keys"]
    erase(kept, MONDAY)
    assert key["key"] not in path.read_text()
    assert [gone["id"] for gone in json.loads(path.read_text())["destroyed"]] == [key["id"]]


def test_another_process_sees_that_it_is_erased(kept: Vault, path: Path, monkeypatch: pytest.MonkeyPatch):
    sealed = sealed_for(kept, NUMBER)
    erase(Vault.load(path), MONDAY)
    monkeypatch.setattr(kept, "_fresh_until", 0.0)  # its few seconds are over
    with pytest.raises(KeyDestroyed):
        kept.open(sealed, "phone.sealed")


# ---- blind indexes


def test_an_index_is_an_hmac_cut_to_sixteen_bytes_behind_the_name_of_its_key():
    vault = Vault.for_tests()
    index = vault.index("number", NUMBER, MONDAY)
    key = vault.ring.find_index_key(MONDAY)
    assert key is not None
    mac = hmac.digest(key.key, b"number\0" + NUMBER.encode(), hashlib.sha256)[:16]
    assert index == bytes.fromhex(key.id) + mac


def test_each_week_has_its_key_for_indexes_and_all_that_live_are_looked_under():
    vault = Vault.for_tests()
    days = [MONDAY + timedelta(days=n) for n in (0, 6, 7)]
    this, sunday, next_week = (vault.index("number", NUMBER, day) for day in days)
    assert this == sunday != next_week
    assert set(vault.list_indexes("number", NUMBER)) == {this, next_week}


def test_once_the_first_day_of_a_week_is_erased_each_other_day_has_a_key_of_its_own():
    vault = Vault.for_tests()
    whole = vault.index("number", NUMBER, TUESDAY)
    vault.split_index_week(MONDAY)
    tuesday, wednesday = (vault.index("number", NUMBER, MONDAY + timedelta(days=n)) for n in (1, 2))
    assert len({whole, tuesday, wednesday}) == 3
    assert set(vault.list_indexes("number", NUMBER)) >= {whole, tuesday, wednesday}  # until all have moved
    vault.change_keys(lambda ring: keyring.destroy_index_keys(ring, MONDAY, NOW))
    assert whole not in vault.list_indexes("number", NUMBER)
    vault.change_keys(lambda ring: keyring.destroy_index_keys(ring, TUESDAY, NOW))
    with pytest.raises(KeyDestroyed):
        vault.index("number", NUMBER, TUESDAY)


def test_the_number_in_an_entry_of_the_register_is_hidden_under_a_key_of_its_period():
    vault = Vault.for_tests()
    key = vault.find_recipient_key(MONDAY)
    assert key in vault.list_recipient_keys()
    assert key != vault.find_recipient_key(MONDAY + timedelta(days=7))
    vault.change_keys(lambda ring: keyring.destroy_index_keys(ring, MONDAY, NOW))
    assert key not in vault.list_recipient_keys()


def test_another_process_finds_what_stands_under_a_key_just_made(kept: Vault, path: Path):
    other = Vault.load(path)
    index = kept.index("number", NUMBER, MONDAY)
    assert index in other.list_indexes("number", NUMBER)


def test_one_key_for_all_indexes_as_the_version_before_had_it(kept: Vault):
    kept.change_keys(lambda ring: replace(ring, index=b"i" * 32))
    index = kept.index("number", NUMBER, MONDAY)
    assert index == kept.index("number", NUMBER, MONDAY + timedelta(days=70))
    assert kept.list_indexes("number", NUMBER) == [index]
    assert kept.find_recipient_key(MONDAY) == kept.register_keys.recipients


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_it_is_the_same_for_the_same_and_another_for_another_kind(value: str):
    one, other = Vault.for_tests(), Vault.for_tests()
    assert one.index("name", value) == other.index("name", value)
    assert one.index("name", value) != one.index("label", value)


def test_the_index_of_results_has_a_key_of_its_own():
    vault = Vault.for_tests()
    index = vault.index("source", "lab 1", MONDAY)
    assert index == vault.index("source", "lab 1", TUESDAY + timedelta(days=70))
    assert index == hmac.digest(vault.ring.source, b"source\0lab 1", hashlib.sha256)[:16]
    assert vault.list_indexes("source", "lab 1") == [index]


def test_no_index_is_made_while_they_are_being_moved(kept: Vault, path: Path):
    kept.change_keys(lambda ring: keyring.begin_index_move(ring, NOW))
    with pytest.raises(IndexMoving):
        Vault.load(path).index("number", NUMBER)
    assert Vault.load(path).index("source", "lab 1") == kept.index("source", "lab 1")


def test_the_register_has_its_keys():
    vault = Vault.for_tests()
    assert vault.register_keys == derive_register_keys(vault.ring.register)


def test_the_lasting_key_is_the_same_in_every_version():
    """Second factors stand under it: with another label none would open again."""
    vault = Vault.for_tests()
    register = hmac.digest(b"known to everybody", b"None.2", hashlib.sha256)
    assert vault.ring.register == register
    assert vault.lasting_key == hmac.digest(b"tocsin lasting", register, hashlib.sha256)
    assert vault.lasting_key.hex() == "9b7fe288577b75f915a1e5acc50f554b710b5c65a5871edc1914e3d4c6be739b"


# ---- the file


def test_what_one_process_seals_another_opens(kept: Vault, path: Path):
    other = Vault.load(path)
    sealed = sealed_for(kept, NUMBER)  # the key is made after the other has read the file
    assert other.open(sealed, "phone.sealed").decode() == NUMBER


def test_processes_agree_on_the_key_of_a_day(path: Path, tmp_path: Path):
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from tocsin.privacy.vault import Vault\n"
        "v = Vault.load(Path(sys.argv[1]), make=True)\n"
        "print(v.seal('x', 'phone.sealed', date(2027, 2, 1), 17).hex(), v.index('number', 'x').hex())"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [run.communicate(timeout=300)[0].split() for run in runs]
    assert len({read_key_id(bytes.fromhex(sealed)) for sealed, _ in said}) == 1
    assert len({index for _, index in said}) == 1
    assert Vault.load(path).open(numbers(ROW) + bytes.fromhex(said[0][0]), "phone.sealed") == b"x"


def test_threads_agree_on_the_key_of_a_day(kept: Vault):
    ids: list[str] = []
    threads = [
        threading.Thread(target=lambda: ids.append(read_key_id(kept.seal("x", "phone.sealed", MONDAY, ROW))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 8
    assert len(set(ids)) == 1


def test_the_key_is_on_the_disk_before_anything_under_it(kept: Vault, path: Path):
    sealed = kept.seal(NUMBER, "phone.sealed", MONDAY, ROW)
    assert read_key_id(sealed) in path.read_text()


def test_a_crash_while_writing_leaves_the_file_as_it_was(
    kept: Vault, path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = path.read_bytes()

    def crash(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(OSError, match="disk full"):
        kept.seal(NUMBER, "phone.sealed", MONDAY, ROW)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.suffix != ".lock"] == ["keys.json"]


def test_it_is_for_its_owner_alone(kept: Vault, path: Path):
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o640)
    with pytest.raises(KeysExposed, match="chmod 600"):
        Vault.load(path)


def test_no_file_is_said_with_what_makes_one(path: Path):
    with pytest.raises(NoKeyFile, match=r"keys\.json.*tocsin keys new"):
        Vault.load(path)


def test_a_second_file_is_refused(kept: Vault, path: Path):
    with pytest.raises(KeysExist):
        KeyFile(path).create_keys()


@pytest.mark.parametrize("part", ["", "{", '{"index": 3}', "null", '{"index": "AAAA"}'])
def test_a_damaged_file_is_said_and_tells_nothing(kept: Vault, path: Path, part: str):
    path.write_text(part)
    with pytest.raises(KeyFileDamaged, match=r"keys\.json"):
        Vault.load(path)


def test_a_key_that_was_changed_is_seen(kept: Vault, path: Path):
    kept.prepare_days(MONDAY)
    kept.index("number", NUMBER, MONDAY)
    content = json.loads(path.read_text())
    content["keys"][0]["key"] = content["index"]
    path.write_text(json.dumps(content))
    with pytest.raises(KeyFileDamaged):
        Vault.load(path)


def test_nothing_printed_shows_a_key(kept: Vault, path: Path):
    kept.prepare_days(MONDAY)
    kept.index("number", NUMBER, MONDAY)
    content = json.loads(path.read_text())
    shown = f"{kept.ring!r} {kept.ring.keys[0]!r} {kept!r}"
    assert not any(content[name] in shown for name in ("source", "register", "signing"))
    assert content["keys"][0]["key"] not in shown
    assert content["indexes"][0]["key"] not in f"{shown} {kept.ring.indexes!r}"


def test_the_place_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for variable in ("TOCSIN_KEYS", "TOCSIN_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert keyfile.find_key_path() == Path("/state/tocsin/keys.json")
    monkeypatch.setenv("TOCSIN_HOME", "/srv/tocsin")
    assert keyfile.find_key_path() == Path("/srv/tocsin/keys.json")
    monkeypatch.setenv("TOCSIN_KEYS", "/safe/keys.json")
    assert keyfile.find_key_path() == Path("/safe/keys.json")
