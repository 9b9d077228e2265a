"""FHIR as documents: of any size and shape, cut off or broken, with a key twice."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.intake.conftest import Read
from tests.tracing.intake.fhir_examples import BARE, report
from tests.tracing.intake.results import NEGATIVE, POSITIVE, bundle, observation, patient, reason, the
from tocsin.message.repeated_keys import repeats_key
from tocsin.tracing.intake import bounded_lines, json_stream
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord


def test_indented_documents_arrays_and_several_in_one_file(read: Read) -> None:
    pretty = json.dumps(bundle(patient(), observation()), indent=2)
    assert the(read(a__json=pretty)).family == "DURAND"
    assert the(read(b__json="\ufeff" + pretty)).family == "DURAND"
    assert the(read(c__json=json.dumps([patient(), observation()]))).family == "DURAND"
    assert len(read(d__json=pretty + pretty.replace("o1", "o2"))) == 2
    assert len(read(e__json=json.dumps([bundle(patient(), observation())] * 2, indent=1))) == 2
    assert the(read(f__json=json.dumps(bundle(patient(), observation())) + "\n")).family == "DURAND"


def test_a_bundle_on_each_line(read: Read) -> None:
    paul = patient(name=[{"family": "MARTIN", "given": ["Paul"]}])
    both = read(a__ndjson=[bundle(patient(), observation()), bundle(paul, observation("o2"))])
    assert [one.family for one in both if isinstance(one, ResultRecord)] == ["DURAND", "MARTIN"]


def test_a_broken_line_costs_one_record(read: Read) -> None:
    lines = [json.dumps(one) for one in (patient(), observation("o1"), observation("o2"), observation("o3"))]
    lines[2] = lines[2][:80]
    lines.insert(0, '{"resourceType":')
    found = read(a__ndjson="\n".join(lines))
    assert [one.reason if isinstance(one, RefusedRecord) else one.source_id for one in found] == [
        "unreadable",
        "o1",
        "unreadable",
        "o3",
    ]


def test_a_document_that_was_cut_off_gives_what_is_whole(read: Read) -> None:
    whole = json.dumps(bundle(patient(), observation("o1"), observation("o2"), observation("o3")))
    for end in range(len(whole) - 1, 200, -37):
        found = read(a__json=whole[:end])
        assert isinstance(found[-1], RefusedRecord), end
        assert found[-1].reason == "unreadable"
        ids = [one.source_id for one in found if isinstance(one, ResultRecord)]
        assert ids == ["o1", "o2", "o3"][: len(ids)]


def test_a_document_too_large_for_one_piece_reads_the_same(
    read: Read, streamed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [part for n in range(300) for part in (observation(f"o{n}", of=f"Patient/p{n}"), patient(f"p{n}"))]
    wanted = [f"o{n}" for n in range(300)]
    for text in (json.dumps(bundle(*many)), json.dumps(bundle(*many), indent=3)):
        assert [one.source_id for one in read(a__json=text) if isinstance(one, ResultRecord)] == wanted
    monkeypatch.setattr(json_stream._StreamScanner, "scan_whole_entries", lambda self: iter(()))
    found = read(a__json=bundle(*many))
    assert [one.source_id for one in found if isinstance(one, ResultRecord)] == wanted


def test_strings_full_of_brackets_do_not_mislead(read: Read, streamed: None) -> None:
    odd = patient(text={"div": '}]{"entry":[ \\" {"resource" \\\\'})
    found = read(
        a__json=bundle(odd, observation("o1"), odd | {"id": "p2"}, observation("o2", of="Patient/p2"))
    )
    assert [one.source_id for one in found if isinstance(one, ResultRecord)] == ["o1", "o2"]


def test_one_entry_that_is_too_large_is_refused(
    read: Read, streamed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "RECORD", 5000)
    fat = observation("fat", note=[{"text": "x" * 20_000}])
    found = read(a__json=bundle(patient(), observation(), fat))
    assert isinstance(found[0], ResultRecord)
    assert isinstance(found[-1], RefusedRecord)
    assert found[-1].reason == "too_large"
    assert len(found[-1].raw) <= bounded_lines.KEPT


TWICE = [
    ('"status": "final"', '"status": "final", "status": "entered-in-error"'),
    ('"valueCodeableConcept"', '"valueCodeableConcept": {}, "valueCodeableConcept"'),
    (f'"code": "{POSITIVE}"', f'"code": "{POSITIVE}", "code": "{NEGATIVE}"'),
    (f'"code": "{POSITIVE}"', f'"code": "{POSITIVE}", "c\\u006fde" : "{NEGATIVE}"'),
    (f'"code": "{POSITIVE}"', f'"display": "\\u0022:", "code": "{POSITIVE}", "code": "{NEGATIVE}"'),
    ('"birthDate"', '"birthDate": "1980-01-01", "birthDate"'),
    ('"family"', '"family": "X", "family"'),
    ('{"resource": {"resourceType": "Obs', '{"resource": {}, "resource": {"resourceType": "Obs'),
]


@pytest.mark.parametrize(("once", "twice"), TWICE)
def test_a_key_twice_is_refused_at_every_depth(read: Read, once: str, twice: str) -> None:
    text = json.dumps(bundle(patient(), observation()))
    assert text.count(once) == 1
    assert reason(read(a__json=text.replace(once, twice))) == "repeated_key"


@pytest.mark.usefixtures("streamed")
@pytest.mark.parametrize(("once", "twice"), TWICE)
def test_a_key_twice_is_refused_in_a_large_file_too(read: Read, once: str, twice: str) -> None:
    text = json.dumps(bundle(patient(), observation())).replace(once, twice)
    assert reason(read(a__json=text)) == "repeated_key"


def test_a_key_twice_in_a_report_or_in_another_resource(read: Read) -> None:
    text = json.dumps(bundle(patient(), report("Observation/o1"), observation(**BARE)))
    once = '"id": "rep"'
    assert text.count(once) == 1
    found = read(a__json=text.replace(once, '"id": "rep", "issued": "2020-01-01T00:00:00Z", "issued": ""'))
    assert [one.reason for one in found if isinstance(one, RefusedRecord)] == ["repeated_key"] * 2
    other = bundle(patient(), observation(), {"resourceType": "Organization", "id": "x", "name": "Labo"})
    text = json.dumps(other).replace('"name": "Labo"', '"name": "Labo", "name": "Labo du Port"')
    assert the(read(b__json=text)).meaning == "positive", "nothing is read of it"


@pytest.mark.parametrize("name", ["a__json", "a__ndjson"])
def test_two_lists_of_entries_are_not_one(read: Read, name: str) -> None:
    one, two = (json.dumps(bundle(patient(), observation(n))["entry"]) for n in ("o1", "o2"))
    for first, second in ((one, two), (one, one), (one, "[]"), ("[]", one)):
        text = f'{{"resourceType": "Bundle", "type": "batch", "entry": {first}, "entry": {second}}}'
        found = read(**{name: text + "\n"})
        assert "repeated_key" in [one.reason for one in found if isinstance(one, RefusedRecord)]
    kind = f'{{"resourceType": "Bundle", "resourceType": "Bundle", "entry": {one}}}'
    assert reason(read(**{name: kind})) == "repeated_key"


@pytest.mark.usefixtures("streamed")
def test_two_lists_of_entries_of_a_large_file(read: Read) -> None:
    one, two = (json.dumps(bundle(patient(), observation(n))["entry"]) for n in ("o1", "o2"))
    text = f'{{"resourceType": "Bundle", "type": "batch", "entry": {one}, "entry": {two}}}'
    found = read(a__json=text)
    assert [getattr(one, "reason", "") for one in found] == ["", "repeated_key"]
    apart = json.dumps(bundle(patient(), observation())) + json.dumps(bundle(patient(), observation("o2")))
    assert len([one for one in read(b__json=apart) if isinstance(one, ResultRecord)]) == 2, "two documents"


@given(st.recursive(
    st.none() | st.text(max_size=8) | st.sampled_from(['":', ' : ', '": ', "\\:", "\u00e9:", '\t:']),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
), st.booleans(), st.sampled_from([None, 1]), st.sampled_from([":", " : ", "\n:"]))  # fmt: skip
def test_a_key_twice_is_neither_missed_nor_invented(
    value: Any, plain: bool, indent: int | None, colon: str
) -> None:
    once = json.dumps({"x": value}, ensure_ascii=plain, indent=indent, separators=(",", colon))
    assert not repeats_key(once.encode())
    assert repeats_key(f'{{"a"{colon}{{"b"{colon}1,"c"{colon}{once},"b"{colon}{once}}}}}'.encode())
