"""A store is lost and comes back from a backup: nobody who was erased comes back, nothing goes unsaid."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace

from tests.store import databases
from tests.tracing.conversations.test_outbound_guard import TEXTS, outgoing
from tests.tracing.village import Village, noon, renew_collection_day
from tocsin.charter.loading import load_charter
from tocsin.conversation.conversation_id import ConversationId
from tocsin.privacy import erasure, erasure_statement
from tocsin.privacy.erasure import erase_due
from tocsin.privacy.erasure_log import ForkedStatementChain, list_erasures
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.personal_data_inventory import SEALED
from tocsin.privacy.restored_store import ErasureUnconfirmed, ResumeResult, flag_uncertain, resume_store
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault
from tocsin.store import backup as backups
from tocsin.store import database as stores
from tocsin.tracing.conversations.engine import Engine, StepTotals
from tocsin.tracing.conversations.outbound_guard import OutboundGuard
from tocsin.tracing.conversations.step_writer import StepWriter

MONDAY, TUESDAY = date(2027, 2, 1), date(2027, 2, 2)
THAT_NIGHT = noon(add_months(MONDAY))
"""Monday's three months end."""
SINCE, LATER = THAT_NIGHT - timedelta(hours=6), THAT_NIGHT + timedelta(hours=1)
"""When the backup was made, and when it is restored."""

Bring = Callable[[], psycopg.Connection]


@pytest.fixture
def keys(tmp_path: Path) -> Vault:
    """Keys in a file, as a service has them."""
    return Vault.load(tmp_path / "keys.json", make=True)


@pytest.fixture
def village(db: psycopg.Connection, keys: Vault) -> Village:
    return Village(db, keys)


class KeptRows:
    """What stands in the tables of a store, to be put into those of another.

    The file that an operator has of it, and a store made from that file, are for ``tests/store/test_backup.py`` and
    ``test_goes_on.py``: to write and to read it takes ten times as long.
    """

    def __init__(self) -> None:
        self.rows: dict[str, bytes] = {}
        """By table, as the server copies them out: what refers to what is looked at once all stand there."""
        self.numbers: list[tuple[str, int]] = []
        """Sequences, and the last number that each gave."""

    def keep(self, db: psycopg.Connection) -> None:
        db.commit()
        for (table,) in db.execute(TABLES).fetchall():
            with db.cursor() as cursor, cursor.copy(f'copy "{table}" to stdout'.encode()) as rows:
                found = b"".join(rows)
            if found:
                self.rows[table] = found
        self.numbers = db.execute(NUMBERS).fetchall()
        db.commit()

    def put(self, db: psycopg.Connection) -> None:
        with db.transaction():
            for table, rows in self.rows.items():
                db.execute(f'delete from "{table}"'.encode())
                with db.cursor() as cursor, cursor.copy(f'copy "{table}" from stdin'.encode()) as into:
                    into.write(rows)
            for name, last in self.numbers:
                db.execute("select setval(%s, %s)", (name, last))


TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
NUMBERS = """
    select quote_ident(sequencename), last_value from pg_sequences
    where schemaname = 'public' and last_value is not null
"""


@pytest.fixture
def kept() -> KeptRows:
    return KeptRows()


@pytest.fixture
def backup(db: psycopg.Connection, kept: KeptRows) -> Callable[[], None]:
    """Makes the backup."""
    return lambda: kept.keep(db)


@pytest.fixture
def bring(server: str, template: str, kept: KeptRows) -> Iterator[Bring]:
    """Loses the store: what comes back is another, filled from the backup."""
    opened, names = [], []

    def again() -> psycopg.Connection:
        names.append(databases.new(server, template))
        opened.append(stores.open_connection(databases.database(server, names[-1])))
        kept.put(opened[-1])
        return opened[-1]

    yield again
    for connection in opened:
        connection.close()
    for name in names:
        databases.drop(server, name)


def confirmed(db: psycopg.Connection, keys: Vault) -> ResumeResult:
    """The store is made ready by somebody who was told what would be erased, and said yes."""
    try:
        return resume_store(db, keys, SINCE, LATER, by="operator")
    except ErasureUnconfirmed as asked:
        return resume_store(db, keys, SINCE, LATER, by="operator", erase=asked.due.up_to)


def problems(db: psycopg.Connection, keys: Vault) -> list[str]:
    """What ``tocsin erase verify`` finds."""
    living = {key.id: key.day for key in keys.ring.keys}
    return erasure_statement.find_chain_problems(
        list_erasures(db), erasure_statement.derive_public_key(keys.ring.signing), living=living
    )


def test_who_was_erased_since_is_erased_again(village, db, keys, backup, bring):
    gone, kept = village.household(MONDAY, 1), village.household(TUESDAY, 2)
    backup()
    [before] = erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    back = bring()
    restored = Village(back, keys)
    assert restored.value("erased_at", "person", gone["person"]) is None  # the backup has the row
    assert list_erasures(back) == []
    back.rollback()
    assert any("1 erasures are missing" in problem for problem in check_keys(back, keys).problems)
    done = confirmed(back, keys)
    assert restored.value("erased_at", "person", gone["person"]) == LATER
    assert restored.value("erased_at", "person", kept["person"]) is None
    for column in SEALED:
        table = column.table.removeprefix("tracing_")
        assert not restored.count(table, f"{column.column} is not null and collected_on <= '{MONDAY}'")
    assert done.statements == 1
    # The statement of that night is there again, and that of today follows on it.
    first, second = list_erasures(back)
    assert (first.statement, first.signature) == (before.statement, before.signature)
    assert done.erased[-1].number == 2
    assert problems(back, keys) == []
    assert second.counts["people"] == first.counts["people"] == 2


def test_nothing_is_erased_before_somebody_said_so(village, db, keys, backup, bring, tmp_path):
    """What would go is said as it then goes; until then rows and keys stay, and nothing is flagged."""
    gone, kept = village.household(MONDAY, 1), village.household(TUESDAY, 2)
    backup()
    back = bring()
    file = (tmp_path / "keys.json").read_bytes()
    for said in (None, MONDAY - timedelta(days=1), TUESDAY):
        with pytest.raises(ErasureUnconfirmed) as asked:
            resume_store(back, keys, SINCE, LATER, by="operator", erase=said)
        back.rollback()
        assert (asked.value.due.up_to, asked.value.due.dry_run) == (MONDAY, True)
    restored = Village(back, keys)
    assert restored.value("erased_at", "person", gone["person"]) is None
    assert restored.count("change", "what = 'restored'") == 0
    assert (tmp_path / "keys.json").read_bytes() == file
    done = resume_store(back, keys, SINCE, LATER, by="operator", erase=MONDAY).erased[-1]
    due = asked.value.due
    assert [key.day for key in done.keys] == [key.day for key in due.keys] == [MONDAY]
    assert done.counts == due.counts
    assert restored.value("erased_at", "person", kept["person"]) is None


def test_where_nothing_is_due_nothing_is_asked(village, db, keys, backup, bring):
    village.household(TUESDAY)
    backup()
    assert resume_store(bring(), keys, SINCE, LATER, by="operator").erased[-1].nothing


def test_their_keys_stay_destroyed(village, db, keys, backup, bring):
    phone = village.household(MONDAY)["phone"]
    backup()
    sealed = village.value("sealed", "phone", phone)
    erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    back = bring()
    assert Village(back, keys).value("sealed", "phone", phone) == sealed
    with pytest.raises(KeyDestroyed):
        keys.open(sealed, "phone.sealed")
    confirmed(back, keys)
    assert check_keys(back, keys).problems == ()


def test_an_old_copy_of_the_keys_brings_nobody_back_either(village, db, keys, backup, bring, tmp_path):
    """Both were lost, and both come from that day: by the rule, what is due goes, with its keys."""
    gone = village.household(MONDAY)
    backup()
    shutil.copy(tmp_path / "keys.json", tmp_path / "copy.json")
    erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    old = Vault.load(tmp_path / "copy.json")
    assert [key.day for key in old.ring.keys] == [MONDAY]
    back = bring()
    done = confirmed(back, old)
    assert [name.day for name in done.erased[-1].keys] == [MONDAY]
    assert Village(back, old).value("sealed", "phone", gone["phone"]) is None
    assert old.ring.keys == ()
    assert problems(back, old) == []


def test_who_was_erased_ahead_of_time_stays_erased(village, db, keys, backup, bring):
    """``tocsin erase --on`` a later day: the rule alone would not know of it."""
    gone = village.household(TUESDAY)
    backup()
    erase_due(db, keys, add_months(TUESDAY), THAT_NIGHT, by="operator")
    back = bring()
    confirmed(back, keys)
    assert Village(back, keys).value("erased_at", "person", gone["person"]) == LATER


def test_who_can_no_longer_be_read_is_erased_and_said_to_be(village, db, keys, backup, bring):
    """Named again on Tuesday, and still under Monday's key in the backup: that night sealed them again."""
    home = village.household(MONDAY)
    with db.transaction():
        renew_collection_day(db, TUESDAY, people=[home["person"]], phones=[home["phone"]])
    backup()
    erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    assert keys.open(village.value("sealed", "phone", home["phone"]), "phone.sealed")
    back = bring()
    done = confirmed(back, keys)
    assert done.erased[-1].counts["lost"] == 2
    assert Village(back, keys).value("sealed", "phone", home["phone"]) is None
    assert check_keys(back, keys).problems == ()


def test_an_engine_goes_on_with_those_who_are_kept(village, db, keys, backup, bring):
    village.household(MONDAY, 1)
    village.household(TUESDAY, 2)
    backup()
    erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    back = bring()
    confirmed(back, keys)
    engine = Engine("engine-of-today", keys)
    engine.lease_shards(back)
    assert len(engine.shards) == 256  # those of the dead are free
    assert engine.take_step(back, LATER) == StepTotals(events=1, timers=1, messages=0)


def test_an_erasure_that_the_backup_caught_half_way_is_ended_as_it_was(
    village, db, keys, backup, bring, monkeypatch
):
    village.household(MONDAY)
    with monkeypatch.context() as patch:
        patch.setattr(erasure, "_finish_erasure", cut)
        with pytest.raises(Cut):
            erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    backup()
    [ended] = erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    back = bring()
    confirmed(back, keys)
    assert [row.statement for row in list_erasures(back)] == [ended.statement]
    assert problems(back, keys) == []


class Cut(Exception):
    """The machine died."""


def cut(*_):
    raise Cut


def test_a_file_of_keys_of_another_store_is_refused(village, db, keys, backup, bring, tmp_path):
    village.household(MONDAY)
    erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    backup()
    theirs = Vault.load(tmp_path / "theirs.json", make=True)
    theirs.change_keys(lambda ring: _with_statement_of(ring, "another"))
    with pytest.raises(ForkedStatementChain):
        resume_store(bring(), theirs, SINCE, LATER, by="operator")


def _with_statement_of(ring, text):
    from tocsin.privacy.keyring import SignedStatement

    return replace(ring, statements=(SignedStatement(1, text, b"signed"),))


# ---- what may have been sent


def test_what_waited_may_have_left_and_is_flagged(village, db, keys, backup, bring):
    home = village.household(TUESDAY)
    tonight = village.message("case-9.1", "pas avant 8 h", home["phone"], "+33639980001", TUESDAY)
    village.insert(
        "outbox", message_id=tonight, phone_id=home["phone"], lane="case", priority=1,
        deadline=LATER + timedelta(days=1), not_before=LATER + timedelta(hours=8),
    )  # fmt: skip
    db.commit()
    backup()
    back = bring()
    restored = Village(back, keys)
    assert flag_uncertain(back, SINCE, LATER, by="operator") == (1, 2)  # a case and a contact were open
    assert restored.value("uncertain_at", "message", home["message"]) == LATER
    assert restored.value("uncertain_at", "message", tonight) is None  # it could not have left
    assert restored.count("change", "what = 'uncertain' and why = 'restored' and by = 'operator'") == 1
    marks = back.execute(MARKS).fetchall()
    span = ("2027-05-01 06:00:00Z", "2027-05-01 13:00:00Z", "backup")
    assert marks == [(subject, *span) for subject in ("case", "contact", "store")]
    back.commit()


def test_what_is_said_anew_is_flagged_and_no_number_is_given_twice(village, db, keys, backup, bring):
    """The code of an SMS follows from the number of its case: one that was lost is given to no other."""
    home = village.household(TUESDAY)
    backup()
    lost = village.household(TUESDAY, 2)  # it came in after the backup
    back = bring()
    confirmed(back, keys)
    restored = Village(back, keys)
    writer = StepWriter(keys, OutboundGuard(load_charter("assurance_maladie"), keys.register_keys))
    engine = Engine("engine-of-today", keys)
    engine.lease_shards(back)
    assert engine._writer.restored
    writer.restored = True
    restored._made = village._made
    new = restored.household(TUESDAY, 3)
    assert new["case"] > lost["case"] + 1_000_000
    assert new["contact"] > lost["contact"] + 1_000_000
    said = [again(f"case-{id}") for id in (home["case"], new["case"])]
    with back.transaction():
        writer.queue_messages(back, [writer._guard.register_message(one) for one in said])
    flags = dict(back.execute(FLAGS).fetchall())
    assert flags == {home["case"]: said[0].at, new["case"]: None}
    assert restored.count("change", "what = 'uncertain' and why = 'restored' and by = 'engine'") == 1


MARKS = "select subject, before, after, why from tracing_change where what = 'restored' order by subject"
FLAGS = "select case_id, uncertain_at from tracing_message where key like '%.9'"


def again(session):
    """Something that a conversation says now."""
    one = outgoing("case", TEXTS[0][1], "fr", {"given_name": "Zoé"})
    send = replace(one.send, id=f"{session}.9", not_before=LATER)
    return replace(
        one,
        conversation=ConversationId.parse(session),
        send=send,
        at=LATER,
        phone=replace(one.phone, collected_on=TUESDAY),
    )


def test_it_is_the_same_when_it_is_done_twice(village, db, keys, backup, bring):
    village.household(MONDAY, 1)
    village.household(TUESDAY, 2)
    backup()
    erase_due(db, keys, THAT_NIGHT.date(), THAT_NIGHT, by="clock")
    back = bring()
    first = confirmed(back, keys)
    again = confirmed(back, keys)
    assert (first.messages, first.files, first.statements) == (1, 2, 1)
    assert again == ResumeResult(0, 0, 0, again.erased)
    assert again.erased[-1].nothing


def test_the_moment_of_a_backup_is_that_of_its_beginning(store, tmp_path):
    before = datetime.now(UTC).replace(microsecond=0)
    backups.write_backup(store, tmp_path / "backup")
    assert before <= backups.read_backup_time(store, tmp_path / "backup") <= datetime.now(UTC)
