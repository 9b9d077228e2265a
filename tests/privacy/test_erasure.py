"""Three months later nothing is left of a person: not in a row, not under a key, and it can be proved."""

import json
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.privacy.erasing import MONDAY, NOW, THAT_DAY, TUESDAY, everything
from tests.tracing.village import Village, noon, renew_collection_day
from tocsin.conversation.phone_thread import PhoneThread
from tocsin.conversation.session import ConversationSession, SessionTimer
from tocsin.privacy import erasure, erasure_statement, purge, stored_threads
from tocsin.privacy.erasure import ErasureRunning, erase_due
from tocsin.privacy.keyring import KeyDestroyed
from tocsin.privacy.personal_data_inventory import INDEXED, SEALED
from tocsin.privacy.retention import add_months
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

# ---- what goes, and what stays


def test_nothing_is_left_of_the_household_of_that_day(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY)
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.up_to == MONDAY
    for column in SEALED:
        assert village.count(column.table.removeprefix("tracing_"), f"{column.column} is not null") == 0
    for index in INDEXED:
        if index.column != "name_index":  # the number of the row stands there, see below
            assert village.count(index.table.removeprefix("tracing_"), f"{index.column} is not null") == 0
    assert village.count("contact", "name_index <> int8send(id)") == 0


def test_the_next_day_stays_as_it_was(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(TUESDAY, 2)
    before, keys = everything(db), vault.ring
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.nothing
    assert everything(db) == before
    assert vault.ring == keys


def test_of_two_days_one_goes(village: Village, db: psycopg.Connection, vault: Vault):
    gone, kept = village.household(MONDAY, 1), village.household(TUESDAY, 2)
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert village.value("erased_at", "person", gone["person"]) == NOW
    assert village.value("erased_at", "person", kept["person"]) is None
    assert vault.open(village.value("sealed", "phone", kept["phone"]), "phone.sealed") == b"+33639980002"
    assert village.count("heard") == village.count("inbox") == village.count("stray") == 1
    assert village.count("quarantine") == village.count("outbox") == village.count("timer") == 1
    assert village.count("holding", "until is null") == 2


def test_its_key_is_destroyed_and_a_copy_of_the_store_opens_no_more(
    village: Village, db: psycopg.Connection, vault: Vault
):
    copied = village.value("sealed", "person", village.household(MONDAY)["person"])
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert [name.day for name in done.keys] == [MONDAY]
    assert vault.ring.keys == ()
    with pytest.raises(KeyDestroyed):
        vault.open(copied, "person.sealed")


def test_nobody_can_be_looked_up_in_a_copy_of_the_store_any_more(
    village: Village, db: psycopg.Connection, vault: Vault
):
    """All mobile numbers of France are tried within minutes by whoever has the key of the blind indexes."""
    copied = bytes(village.value("number_index", "phone", village.household(MONDAY)["phone"]))
    assert copied in vault.list_indexes("number", "+33639980001")
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert copied not in vault.list_indexes("number", "+33639980001")
    assert [key.first for key in vault.ring.destroyed_indexes if key.why == "erased"] == [MONDAY]


def test_what_is_open_is_closed(village: Village, db: psycopg.Connection, vault: Vault):
    home = village.household(MONDAY)
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert village.value("outcome", "case", home["case"]) == "erased"
    assert village.value("closed_at", "case", home["case"]) == NOW
    assert village.value("outcome", "contact", home["contact"]) == "erased"
    assert village.value("outcome", "calltask", home["task"]) == "void"
    told = db.execute("select subject, subject_id, after, why, by from tracing_change order by 1").fetchall()
    assert told == [
        ("case", home["case"], "erased", "three_months", "clock"),
        ("contact", home["contact"], "erased", "three_months", "clock"),
    ]


def test_how_a_closed_case_ended_stays_known(village: Village, db: psycopg.Connection, vault: Vault):
    home = village.household(MONDAY)
    db.execute("update tracing_case set closed_at = %s, outcome = 'reached'", [noon(TUESDAY)])
    db.commit()
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert village.value("outcome", "case", home["case"]) == "reached"
    assert village.value("closed_at", "case", home["case"]) == noon(TUESDAY)


def test_the_register_still_knows_the_code_and_nothing_personal_of_it(
    village: Village, db: psycopg.Connection, vault: Vault
):
    home = village.household(MONDAY)
    code = village.value("code", "message", home["message"])
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    row = db.execute(
        "select code, template, issued_at, sender, text_hash, recipient, sealed from tracing_message"
    ).fetchone()
    assert row == (code, "case.first", noon(MONDAY), "38663", "", "", None)


def test_a_message_that_was_sent_later_to_somebody_who_goes_goes_with_them(
    village: Village, db: psycopg.Connection, vault: Vault
):
    home = village.household(MONDAY)
    later = village.message(
        "case-1.2", "Bonjour Zoé", home["phone"], "+33639980001", date(2027, 2, 9), case_id=home["case"]
    )
    village.insert(
        "heard", phone_id=home["phone"], case_id=home["case"], at=noon(TUESDAY), collected_on=TUESDAY,
        signals="", sealed=village.seal("oui", "heard.sealed", TUESDAY),
    )  # fmt: skip
    db.commit()
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert village.value("sealed", "message", later) is None
    assert village.count("heard") == 0


def test_no_date_of_an_illness_is_left(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY)
    db.execute(
        "update tracing_contact set tested_on = %s, isolation_end = %s, household = true", [TUESDAY] * 2
    )
    db.execute("update tracing_case set isolation_end = %s, onset_on = %s", [TUESDAY] * 2)
    db.commit()
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    dates = "num_nonnulls(last_contact, tested_on, isolation_end, household)"
    assert village.count("contact", f"{dates} > 0") == 0
    assert village.count("case", "num_nonnulls(sample_on, onset_on, isolation_end) > 0") == 0
    assert village.count("gathering", "on_day is not null") == 0
    assert village.count("result", "taken_at is not null or place <> ''") == 0
    assert village.count("intakefile", "name <> ''") == 0


def test_two_contacts_without_a_number_can_both_be_erased(
    village: Village, db: psycopg.Connection, vault: Vault
):
    case = village.household(MONDAY)["case"]
    for name in ("Léa", "Hugo"):
        village.contact(case, name, MONDAY)
    db.commit()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.counts["contacts"] == 3


# ---- who was collected again


def test_somebody_collected_twice_goes_three_months_after_the_last(
    village: Village, db: psycopg.Connection, vault: Vault
):
    home = village.household(MONDAY)
    renew_collection_day(db, TUESDAY, people=[home["person"]], phones=[home["phone"]])
    db.commit()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.counts["sealed_again"] == 3  # the person, the number, the conversations
    assert done.counts["people"] == done.counts["phones"] == 1  # the contact
    details = vault.open(village.value("sealed", "person", home["person"]), "person.sealed")
    assert json.loads(details)["given_names"] == "Zoé"
    [second] = erase_due(db, vault, add_months(TUESDAY), noon(add_months(TUESDAY)), by="clock")
    assert second.counts["people"] == 1
    assert village.value("sealed", "person", home["person"]) is None


def test_somebody_named_again_since_is_kept_with_the_number(
    village: Village, db: psycopg.Connection, vault: Vault
):
    first, second = village.household(MONDAY, 1), village.household(TUESDAY, 2)
    village.contact(second["case"], "Zoé D", TUESDAY, person_id=first["person"], phone_id=first["phone"])
    db.commit()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert (done.counts["kept_people"], done.counts["kept_phones"]) == (1, 1)
    assert vault.open(village.value("sealed", "phone", first["phone"]), "phone.sealed") == b"+33639980001"
    assert village.value("outcome", "case", first["case"]) == "erased"  # what was collected then goes


def test_a_guardian_is_kept_as_long_as_the_minor(village: Village, db: psycopg.Connection, vault: Vault):
    home = village.household(MONDAY)
    child = village.person("Durand", "Lou", TUESDAY, born="2019-01-01", guardian_id=home["person"])
    db.commit()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.counts["kept_guardians"] == 1
    assert village.value("guardian_id", "person", child) == home["person"]
    assert village.value("sealed", "phone", home["phone"]) is not None  # still held by the guardian
    assert village.value("sealed", "person", home["named"]) is None


def test_an_old_conversation_leaves_a_phone_that_is_kept(
    village: Village, db: psycopg.Connection, vault: Vault
):
    first, second = village.household(MONDAY, 1), village.household(TUESDAY, 2)
    shared, due = first["phone"], noon(TUESDAY, days=3)
    old = ConversationSession(
        id=f"case-{first['case']}", flow="case", version=1, state="contacts", person="Zoé",
        timers=(SessionTimer("silence-1", noon(MONDAY, days=1)),),
    )  # fmt: skip
    new = ConversationSession(
        id=f"case-{second['case']}", flow="case", version=1, state="ask", timers=(SessionTimer("wait", due),)
    )
    thread = PhoneThread(
        phone="+33639980001", sessions=(old, new), floor=old.id, since=noon(MONDAY), last=old.id
    )
    db.execute(
        "update tracing_phone set collected_on = %s, thread = %s where id = %s",
        [
            TUESDAY,
            vault.seal(stored_threads.pack_thread(thread), stored_threads.PLACE, TUESDAY, shared),
            shared,
        ],
    )
    db.commit()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.counts["conversations"] == 1
    left = stored_threads.unpack_thread(
        vault.open(village.value("thread", "phone", shared), stored_threads.PLACE)
    )
    assert left.sessions == (new,)
    assert (left.floor, left.last) == ("", "")
    assert village.value("due", "timer", shared, key="phone_id") == due


# ---- what remains


def counts_kept(db: psycopg.Connection) -> set[tuple[Any, ...]]:
    rows = db.execute(
        "select day, measure, disease, territory, age_band, value from tracing_daycount"
    ).fetchall()
    db.commit()
    return set(rows)


def test_counts_remain_by_day_place_and_age(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY, 1)
    late = village.household(MONDAY, 2)
    db.execute("update tracing_case set answered_at = %s where id = %s", [noon(MONDAY, days=2), late["case"]])
    db.commit()
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    group = ("covid19", "44", "40-64")
    assert counts_kept(db) == {
        (MONDAY, "cases", *group, 2),
        (MONDAY, "submitted_24h", *group, 2),
        (MONDAY, "answered_24h", *group, 1),
        (MONDAY, "contacts", *group, 2),
    }


def test_a_result_that_was_withdrawn_is_not_counted(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY)
    db.execute("update tracing_case set outcome = 'void', closed_at = %s", [NOW])
    db.commit()
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert counts_kept(db) == set()


def test_counts_of_two_erasures_add_up(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY, 1)
    late = village.household(TUESDAY, 2)
    db.execute("update tracing_case set received_at = %s where id = %s", [noon(MONDAY), late["case"]])
    person = village.person("Martin", "Ali", TUESDAY)
    village.case(person, None, noon(TUESDAY))
    db.commit()
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    erase_due(db, vault, add_months(TUESDAY), noon(add_months(TUESDAY)), by="clock")
    cases = {row[0]: row[-1] for row in counts_kept(db) if row[1] == "cases"}
    assert cases == {MONDAY: 2, TUESDAY: 1}


# ---- the dry run


def test_the_dry_run_counts_the_same_and_changes_nothing(
    village: Village, db: psycopg.Connection, vault: Vault
):
    home = village.household(MONDAY, 1)
    village.household(TUESDAY, 2)
    renew_collection_day(db, TUESDAY, people=[home["person"]], phones=[home["phone"]])
    db.commit()
    before, keys = everything(db), vault.ring
    [tried] = erase_due(db, vault, THAT_DAY, NOW, by="clock", dry_run=True)
    assert everything(db) == before
    assert vault.ring == keys
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert (tried.counts, tried.keys) == (done.counts, done.keys)
    assert tried.dry_run
    assert not tried.statement


def test_an_sms_of_which_the_network_never_heard_again_goes_too(
    village: Village, db: psycopg.Connection, vault: Vault
):
    village.household(MONDAY, 1)
    village.household(TUESDAY, 2)
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.counts["unconfirmed"] == 1
    assert village.count("unconfirmed") == 1
    assert village.count("unconfirmed", f"at::date = '{TUESDAY}'") == 1


def test_twice_on_one_day_is_once(village: Village, db: psycopg.Connection, vault: Vault):
    village.household(MONDAY)
    erase_due(db, vault, THAT_DAY, NOW, by="clock")
    before = everything(db)
    [again] = erase_due(db, vault, THAT_DAY, NOW + timedelta(hours=1), by="clock")
    assert again.nothing
    assert everything(db) == before


def test_two_at_once_are_refused(village: Village, store: str, db: psycopg.Connection, vault: Vault):
    with stores.open_connection(store) as other:
        other.execute("select pg_advisory_lock(7166834201)")
        with pytest.raises(ErasureRunning):
            erase_due(db, vault, THAT_DAY, NOW, by="clock")


def test_it_wants_a_transaction_of_its_own(village: Village, db: psycopg.Connection, vault: Vault):
    db.execute("select 1")
    with pytest.raises(psycopg.ProgrammingError, match="commit it first"):
        erase_due(db, vault, THAT_DAY, NOW, by="clock")


# ---- other periods


def test_what_serves_the_follow_up_alone_goes_thirty_days_after_its_end(
    village: Village, db: psycopg.Connection, vault: Vault
):
    """The rest of the file stays its three months; a file that is open keeps everything."""
    over, open_ = village.household(MONDAY, 1), village.household(MONDAY, 2)
    db.execute("update tracing_case set closed_at = %s where id = %s", (noon(MONDAY, days=5), over["case"]))
    db.commit()
    for days, left in ((34, True), (36, None)):
        erase_due(db, vault, MONDAY + timedelta(days=days), noon(MONDAY, days=days), by="clock")
        assert village.value("vulnerable", "epidetail", over["case"], "case_id") is left
        assert (village.value("email", "epidetail", over["case"], "case_id") is None) == (left is None)
    assert village.value("exposure_setting", "epidetail", over["case"], "case_id") == "work"
    assert village.value("vulnerable", "epidetail", open_["case"], "case_id") is True


def test_a_disease_that_is_kept_longer_keeps_all_that_hangs_on_its_cases(
    village: Village, db: psycopg.Connection, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    """Its keys go as all others do: what is kept stands under a later one, and opens."""
    monkeypatch.setattr(purge, "list_longer_diseases", lambda: {"measles": 3})
    long, short = village.household(MONDAY, 1), village.household(MONDAY, 2)
    db.execute("update tracing_case set disease = 'measles' where id = %s", (long["case"],))
    db.commit()
    [done] = erase_due(db, vault, THAT_DAY, NOW, by="clock")
    assert done.counts["kept_longer"] == 1
    tables = ("person", "phone", "contact", "gathering", "attempt", "message")
    ids = {"attempt": 1} | {table: long[table] for table in tables if table in long}
    for table, id in ids.items():
        assert vault.open(village.value("sealed", table, id), f"{table}.sealed"), table
    assert village.value("case_id", "heard", long["case"], "case_id") == long["case"]
    assert village.value("email", "epidetail", long["case"], "case_id")
    assert village.value("source_index", "result", long["case"], "case_id")
    assert village.value("sealed", "person", short["person"]) is None
    assert not [key for key in vault.ring.keys if key.day <= MONDAY]
    last = add_months(MONDAY, 6)
    erase_due(db, vault, last, noon(last), by="clock")
    for column in SEALED:
        assert village.count(column.table.removeprefix("tracing_"), f"{column.column} is not null") == 0


def test_who_asks_is_erased_whatever_their_disease(
    village: Village, db: psycopg.Connection, vault: Vault, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(purge, "list_longer_diseases", lambda: {"covid19": 3})
    made = village.household(MONDAY)
    asked = erasure_statement.ErasureRequest(people=(made["person"],))
    erasure.erase_on_request(db, vault, asked, NOW, by="anne")
    assert village.value("sealed", "person", made["person"]) is None
    assert village.value("erased_at", "case", made["case"]) is not None
