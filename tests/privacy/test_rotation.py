"""Other keys, the same data: nothing is lost, whenever it is cut short; an old key goes when unused."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import psycopg
import pytest
from msgspec.structs import replace

from tests.tracing.village import Village
from tocsin.privacy import keyring, rotation
from tocsin.privacy.encrypted_payloads import PersonDetails
from tocsin.privacy.identity import fold_name, make_gathering_key, make_identity_key
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.personal_data_inventory import SEALED, SealedColumn
from tocsin.privacy.reindex import move_all_indexes
from tocsin.privacy.rotation import StoreInUse, count_by_key, rotate_keys
from tocsin.privacy.vault import SAID, IndexMoving, NotSealedHere, Vault
from tocsin.store import database as stores
from tocsin.store.statements import draw_ids

MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
HOUR = timedelta(hours=1)


@pytest.fixture
def village(db: psycopg.Connection, vault: Vault) -> Village:
    village = Village(db, vault)
    village.household(MONDAY, 1)
    village.household(TUESDAY, 2)
    return village


def front(column: SealedColumn) -> str:
    """The numbers to which a value is bound, as SQL."""
    return "int8send(id) || int8send(phone_id)" if column.place in SAID else "int8send(id)"


def everything(db: psycopg.Connection, vault: Vault) -> dict[tuple[str, int], bytes]:
    """Each sealed value, opened."""
    opened = {}
    for column in SEALED:
        query = f"select id, {front(column)} || {column.column} from {column.table}"
        query += f" where {column.column} is not null"
        for id, sealed in db.execute(query):  # type: ignore[arg-type]
            opened[column.place, id] = vault.open(bytes(sealed), column.place)
    db.commit()
    return opened


# ---- keys of days


def test_what_was_moved_to_another_row_opens_no_more_and_is_found(
    village: Village, db: psycopg.Connection, vault: Vault
):
    """Somebody who can write into the store cannot have health SMS sent to their own telephone."""
    mine = village.phone("+33639980009", MONDAY)
    db.execute("update tracing_phone set sealed = (select sealed from tracing_phone where id = %s)", [mine])
    db.commit()
    assert vault.open(village.value("sealed", "phone", mine), "phone.sealed") == b"+33639980009"
    with pytest.raises(NotSealedHere):
        vault.open(village.value("sealed", "phone", 1), "phone.sealed")
    assert any("of another row" in problem for problem in check_keys(db, vault).problems)
    text = village.value("sealed", "message", 1)
    db.execute("update tracing_message set phone_id = %s where id = 1", [mine])
    db.commit()
    with pytest.raises(NotSealedHere):
        vault.open(village.value("sealed", "message", 1), "message.sealed")
    db.execute("update tracing_message set phone_id = 1 where id = 1")
    assert village.value("sealed", "message", 1) == text


def test_a_rotation_binds_every_seal_of_the_version_before_to_its_row(db: psycopg.Connection, vault: Vault):
    vault.change_keys(lambda ring: replace(ring, binds="column", format=1))
    village = Village(db, vault)
    village.household(MONDAY, 1)
    before = everything(db, vault)
    assert {read[8] for read in raw(db)} == {1}
    rotate_keys(db, vault, NOW)
    assert vault.ring.binds == "both"
    assert {read[8] for read in raw(db)} == {2}
    rotate_keys(db, vault, LATER)
    assert vault.ring.binds == "row"
    assert everything(db, vault) == before


def raw(db: psycopg.Connection) -> list[bytes]:
    """Phones' numbers as they are read."""
    rows = db.execute("select int8send(id) || sealed from tracing_phone where sealed is not null").fetchall()
    db.commit()
    return [row[0] for row in rows]


def test_everything_reads_the_same_under_the_new_keys(village: Village, db: psycopg.Connection, vault: Vault):
    before, old = everything(db, vault), {key.id for key in vault.ring.keys}
    done = rotate_keys(db, vault, NOW)
    assert done.made == 2
    assert done.resealed.values == len(before) == 36
    assert everything(db, vault) == before
    assert not old & set(count_by_key(db))


def test_an_old_key_is_kept_for_an_hour(village: Village, db: psycopg.Connection, vault: Vault):
    old = {key.id for key in vault.ring.keys}
    first = rotate_keys(db, vault, NOW)
    assert first.dropped == ()
    assert {key.id for key in first.waiting} == old
    assert first.ready == NOW + HOUR
    second = rotate_keys(db, vault, LATER)
    assert set(second.dropped) == old
    assert second.made == 0
    assert second.waiting == ()
    assert {gone.why for gone in vault.ring.destroyed} == {"rotated"}


def test_what_a_late_process_sealed_under_an_old_key_is_not_lost(
    village: Village, db: psycopg.Connection, vault: Vault
):
    late = Vault(vault._keeper)  # has not seen the new keys, and will not for some seconds
    rotate_keys(db, vault, NOW)
    (phone,) = draw_ids(db, "tracing_phone", 1)
    village.insert(
        "phone", id=phone, sealed=late.seal("+33639984321", "phone.sealed", MONDAY, phone), shard=0,
        kind="mobile", zone="UTC", collected_on=MONDAY,
    )  # fmt: skip
    db.commit()
    done = rotate_keys(db, vault, LATER)
    assert done.resealed.values == 1
    assert len(done.dropped) == 2
    assert vault.open(village.value("sealed", "phone", phone), "phone.sealed") == b"+33639984321"


def test_killed_in_the_middle_it_goes_on_with_the_rest(
    village: Village, db: psycopg.Connection, vault: Vault
):
    before = everything(db, vault)

    class Killed(BaseException):
        pass

    done = []

    def kill(place: str, values: int) -> None:
        done.append(place)
        if len(done) == 3:
            raise Killed

    with pytest.raises(Killed):
        rotate_keys(db, vault, NOW, progress=kill, batch=1)
    db.rollback()
    assert everything(db, vault) == before
    made = {key.id for key in vault.ring.keys}
    rest = rotate_keys(db, vault, NOW, batch=1)
    assert rest.made == 0
    assert {key.id for key in vault.ring.keys} == made
    assert 0 < rest.resealed.values < len(before)
    assert everything(db, vault) == before


def test_a_row_that_somebody_writes_is_left_for_later(
    village: Village, store: str, db: psycopg.Connection, vault: Vault
):
    phone = village.phone("+33639984444", MONDAY)
    db.commit()
    with stores.open_connection(store) as engine:
        engine.execute("select 1 from tracing_phone where id = %s for update", [phone])
        rotate_keys(db, vault, NOW)
        old = village.key_of("phone", phone)
        assert rotate_keys(db, vault, LATER).waiting  # its key stays as long as this row stands under it
        assert old in {key.id for key in vault.ring.keys}
    assert len(rotate_keys(db, vault, LATER).dropped) == 1
    assert vault.open(village.value("sealed", "phone", phone), "phone.sealed") == b"+33639984444"


def test_at_once_only_where_nobody_else_is_connected(
    village: Village, store: str, db: psycopg.Connection, vault: Vault
):
    with stores.open_connection(store), pytest.raises(StoreInUse, match="1 other connection"):
        rotate_keys(db, vault, NOW, grace=timedelta())
    wait_for_nobody(db)
    assert len(rotate_keys(db, vault, NOW, grace=timedelta()).dropped) == 2


def wait_for_nobody(db: psycopg.Connection) -> None:
    """Until the server has seen that the others hung up."""
    while rotation.fetch_number(db, "rotation.others"):
        pass


def test_what_does_not_open_is_counted_and_keeps_its_key(
    village: Village, db: psycopg.Connection, vault: Vault
):
    db.execute(
        "update tracing_heard set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) where id = 1"
    )
    db.commit()
    assert rotate_keys(db, vault, NOW).resealed.lost == 1
    done = rotate_keys(db, vault, LATER)
    assert done.resealed.lost == 1
    assert len(done.dropped) == len(done.waiting) == 1


def test_a_row_that_was_collected_again_goes_under_the_key_of_its_day(
    village: Village, db: psycopg.Connection, vault: Vault
):
    db.execute("update tracing_person set collected_on = %s", [TUESDAY])
    db.commit()
    [monday] = [key.id for key in vault.ring.keys if key.day == MONDAY]
    assert rotation.reseal_values(db, vault, [monday]).values == 2
    tuesday = vault.ring.find_day_key(TUESDAY)
    assert tuesday is not None
    assert village.key_of("person", 1) == tuesday.id


# ---- blind indexes


def found(db: psycopg.Connection, table: str, column: str, index: bytes) -> list[int]:
    rows = db.execute(f"select id from tracing_{table} where {column} = %s order by id", [index])  # type: ignore[arg-type]
    ids = [row[0] for row in rows]
    db.commit()
    return ids


def test_everything_is_found_by_its_new_index(village: Village, db: psycopg.Connection, vault: Vault):
    old = vault.index("number", "+33639980001", MONDAY)
    source = vault.index("source", f"lab|1|{MONDAY}")
    done = move_all_indexes(db, vault, NOW)
    assert done.lost == 0
    assert vault.ring.next_index is None
    new = vault.index("number", "+33639980001", MONDAY)
    assert new != old
    assert found(db, "phone", "number_index", new) == [1]
    assert found(db, "phone", "number_index", old) == []
    person = msgspec.json.decode(
        vault.open(village.value("sealed", "person", 1), "person.sealed"), type=PersonDetails
    )
    who = make_identity_key(person.family_name, person.given_names, person.birth_date)
    assert found(db, "person", "identity_index", vault.index("identity", who, MONDAY)) == [1]
    assert found(db, "contact", "name_index", vault.index("name", fold_name("karim pb"), MONDAY)) == [1]
    event = vault.index("label", make_gathering_key("Loto de l'école", MONDAY), MONDAY)
    assert found(db, "gathering", "label_index", event) == [1]
    assert found(db, "stray", "number_index", vault.index("number", "+33639989999", MONDAY)) == [1, 2]
    assert found(db, "result", "source_index", source) == [1]


def test_a_phone_stays_in_its_shard(village: Village, db: psycopg.Connection, vault: Vault):
    """Engines hold shards: what waits for a phone would have to move with it."""
    shard = village.value("shard", "phone", 1)
    move_all_indexes(db, vault, NOW)
    assert village.value("shard", "phone", 1) == shard
    assert village.value("shard", "timer", 1, key="phone_id") == shard
    assert village.value("shard", "inbox", 1, key="phone_id") == shard


def test_while_they_move_nobody_looks_anything_up_and_the_same_call_ends_it(
    village: Village, db: psycopg.Connection, vault: Vault
):
    def kill(place: str, values: int) -> None:
        if place == "phone.number_index":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_all_indexes(db, vault, NOW, progress=kill, batch=1)
    db.rollback()
    with pytest.raises(IndexMoving):
        vault.index("number", "+33639980001", MONDAY)
    keys = vault.ring.indexes
    assert move_all_indexes(db, vault, NOW).moved > 0
    assert vault.ring.indexes == keys
    assert found(db, "phone", "number_index", vault.index("number", "+33639980001", MONDAY)) == [1]


def test_it_is_refused_while_an_engine_has_a_shard(village: Village, db: psycopg.Connection, vault: Vault):
    db.execute("delete from tracing_shardlease where shard = 7")
    village.insert("shardlease", shard=7, worker="engine-1", until=NOW + HOUR)
    db.commit()
    with pytest.raises(StoreInUse, match="1 engines"):
        move_all_indexes(db, vault, NOW)
    assert vault.ring.next_index is None
    move_all_indexes(db, vault, LATER)  # its lease is over


def test_it_is_refused_while_somebody_is_connected(
    village: Village, store: str, db: psycopg.Connection, vault: Vault
):
    with stores.open_connection(store), pytest.raises(StoreInUse, match="1 other connection"):
        move_all_indexes(db, vault, NOW)


def test_what_is_erased_stays_out_of_it(village: Village, db: psycopg.Connection, vault: Vault):
    ids = [key.id for key in vault.ring.keys if key.day == MONDAY]
    vault.change_keys(lambda ring: keyring.destroy_keys(ring, ids, NOW, "erased"))
    with pytest.raises(KeyDestroyed):
        everything(db, vault)
    db.rollback()
    # two people, each by identity and by name, two phones, a contact, a gathering and a stray of Monday
    assert move_all_indexes(db, vault, NOW).lost == 9
