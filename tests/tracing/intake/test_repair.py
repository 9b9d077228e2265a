"""What waits in quarantine: looked at field by field, repaired, replayed, dismissed; and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Office
from tests.tracing.intake.results import bundle, observation, oru, patient, row, table
from tocsin.tracing.intake import column_mapping, quarantine, repair
from tocsin.tracing.intake.column_mapping import BadColumnMapping
from tocsin.tracing.intake.quarantine import NoSuchQuarantinedRecord, StillRefused

LATER = NOW + timedelta(hours=2)


def one(office: Office) -> quarantine.QuarantinedRecord:
    """The only record that waits."""
    (found,) = quarantine.list_waiting_records(office.db)
    return found


def fields(office: Office, id: int) -> repair.Fields:
    found, data = quarantine.open_record(office.db, office.vault, id)
    return repair.read_fields(data, found.format, LATER)


def mend(office: Office, id: int, **changes: str) -> Any:
    """Somebody types over some fields."""
    return quarantine.repair_record(
        office.db, office.vault, id, fields(office, id) | changes, LATER, by="sophie"
    )


def people(office: Office) -> list[Any]:
    return office.rows("select count(*) from tracing_person")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (table(row(birth_date="")), "a.csv", "no_identity"),
        (oru(birth=""), "a.hl7", "no_identity"),
        (bundle(patient(birthDate=""), observation()), "a.json", "no_identity"),
    ],
    ids=["csv", "hl7", "fhir"],
)
def test_a_record_of_any_format_is_repaired_field_by_field(
    office: Office, content: Any, name: str, reason: str
) -> None:
    office.take(content, name)
    waits = one(office)
    assert (waits.reason, waits.territory) == (reason, "35")
    told = fields(office, waits.id)
    assert told["family_name"] == "DURAND"
    assert told["given_names"] == "Léa"
    assert told["postcode"] == "35000"
    assert told["phone"].replace(" ", "") == "0639981234"
    assert told["resulted_at"] == "2022-01-25 15:00"
    assert told["value"] == "10828004"
    assert told["test"] == "94500-6"
    tally = mend(office, waits.id, birth_date="1990-02-01")
    assert tally.cases_opened == 1
    assert quarantine.list_waiting_records(office.db) == []
    ((resulted, deadline),) = office.rows("select resulted_at, deadline from tracing_case")
    assert deadline - resulted == timedelta(hours=24)
    (past,) = quarantine.list_resolved_records(office.db, NOW)
    assert (past.how, past.by, past.at) == ("replayed", "sophie", LATER)


def test_a_correction_still_finds_the_result_that_was_repaired(office: Office) -> None:
    office.take(oru(value="P^Peut-être^99LAB"), "a.hl7")
    mend(office, one(office).id, value="positif")
    office.take(oru(control="M2", status="C", value="260385009^Négatif^SCT"), "b.hl7")
    assert office.rows("select outcome from tracing_case") == [("void",)]


def test_what_is_still_wrong_is_said_and_nothing_changes(office: Office) -> None:
    office.take(table(row(value="Positiv")))
    with pytest.raises(StillRefused) as refused:
        mend(office, one(office).id, value="Peut-être")
    assert refused.value.reason == "unknown_value"
    assert one(office).reason == "unknown_value"
    assert people(office) == [(0,)]


def test_a_record_is_repaired_once(office: Office) -> None:
    office.take(table(row(value="Positiv")))
    id, told = one(office).id, fields(office, one(office).id)
    mend(office, id, value="Positif")
    with pytest.raises(NoSuchQuarantinedRecord):
        quarantine.repair_record(office.db, office.vault, id, told, LATER, by="sophie")
    assert office.rows("select count(*) from tracing_case") == [(1,)]


def test_somebody_who_does_not_exist_is_not_repaired(office: Office) -> None:
    office.take(table(row(value="Positiv")))
    office.db.execute("update tracing_quarantine set reason = 'test_identity'")
    with pytest.raises(StillRefused):
        mend(office, one(office).id, value="Positif")
    assert people(office) == [(0,)]


def test_what_cannot_be_read_at_all_is_shown_as_it_came_and_typed_anew(office: Office) -> None:
    office.take(b'{"resourceType": "Observation", "status": ', "a.json")
    waits = one(office)
    told = fields(office, waits.id)
    assert set(told.values()) == {""}
    _, data = quarantine.open_record(office.db, office.vault, waits.id)
    assert '"status"' in repair.format_record(data)
    typed = dict(zip(table(row()).split("\n")[0].split(","), row().split(","), strict=True))
    quarantine.repair_record(office.db, office.vault, waits.id, told | typed, LATER, by="sophie")
    assert office.rows("select count(*) from tracing_case") == [(1,)]


def test_a_record_cannot_paint_the_page() -> None:
    assert repair.format_record(b"MSH|^~\\&|\rPID|\x1b[31m\x00\x81") == "MSH|^~\\&|\nPID|·[31m·\ufffd"
    assert repair.format_record("Zoé Cœur".encode("cp1252")) == "Zoé Cœur"


def test_dismissed_with_a_reason_and_taken_back(office: Office) -> None:
    office.take(table(row(value="?")))
    id = one(office).id
    assert quarantine.dismiss_record(office.db, id, LATER, by="sophie", why="duplicate")
    assert not quarantine.dismiss_record(office.db, id, LATER, by="sophie", why="duplicate")
    (past,) = quarantine.list_resolved_records(office.db, NOW)
    assert (past.how, past.why) == ("dismissed", "duplicate")
    assert quarantine.reopen_record(office.db, id)
    assert not quarantine.reopen_record(office.db, id)
    assert one(office).id == id


def test_a_territory_sees_its_own_and_those_of_none(office: Office) -> None:
    rows = [row(result_id=f"R{n}", value="?", postcode=code) for n, code in enumerate(("35000", "29200", ""))]
    office.take(table(*rows))
    seen = [one.territory for one in quarantine.list_waiting_records(office.db, territories=["35"])]
    assert seen == ["35", ""]
    assert quarantine.count_by_reason(office.db, ["35"]) == {"unknown_value": 2}
    assert quarantine.count_by_reason(office.db) == {"unknown_value": 3}


MAPPING = """
columns: {family_name: Nom, given_names: Prénom, birth_date: Né, resulted_at: Quand, value: R, test: T}
"""
FOREIGN = """Nom;Prénom;Né;Quand;R;T
DURAND;Léa;1990-02-01;2022-01-25T15:00;P+;94500-6
MARTIN;Tom;1991-02-01;2022-01-25T15:00;???;94500-6
PETIT;Zoé;1992-02-01;2022-01-25T15:00;P+;94500-6
"""


def test_after_the_mapping_has_changed_all_are_read_again(office: Office) -> None:
    office.take(FOREIGN)
    assert quarantine.count_by_reason(office.db) == {"no_mapping": 3}
    known = column_mapping.parse_mapping(MAPPING + "values: {P+: positive}\n", "labo.yaml")

    def again(**how: Any) -> quarantine.ReplayResult:
        return quarantine.replay_records(
            office.db, office.vault, LATER, by="sophie", reason="no_mapping", mapping=known, **how
        )

    tried = again(dry_run=True)
    assert (tried.tried, tried.taken, tried.refused) == (3, 2, {"unknown_value": 1})
    assert people(office) == [(0,)]
    first = again(limit=1)
    assert (first.tried, first.taken) == (1, 1)
    rest = again(after=first.last)
    assert (rest.tried, rest.taken, rest.refused) == (2, 1, {"unknown_value": 1})
    assert quarantine.count_by_reason(office.db) == {"no_mapping": 1}
    assert office.rows("select count(*) from tracing_case") == [(2,)]


def test_a_mapping_that_does_not_fit_leaves_them(office: Office) -> None:
    office.take(FOREIGN)
    wrong = column_mapping.parse_mapping(MAPPING.replace("Quand", "Wann"), "labo.yaml")
    done = quarantine.replay_records(office.db, office.vault, LATER, by="sophie", mapping=wrong)
    assert (done.taken, done.refused) == (0, {"no_mapping": 3})


@pytest.mark.parametrize("text", ["columns: [", "columns: {shoe: Pointure}", "- a"])
def test_a_mapping_that_is_none_says_so(text: str) -> None:
    with pytest.raises(BadColumnMapping, match="typed"):
        column_mapping.parse_mapping(text, "typed")


@settings(max_examples=50)
@given(
    st.fixed_dictionaries(
        {name: st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)
         for name in ("family_name", "given_names", "postcode", "result_id", "laboratory", "value")}
    )
)  # fmt: skip
def test_what_is_typed_is_what_is_read(typed: dict[str, str]) -> None:
    told = repair.read_fields(repair.encode_fields(typed | {"resulted_at": "2022-01-25 15:00"}), "csv", NOW)
    for name, value in typed.items():
        assert told[name] == value
