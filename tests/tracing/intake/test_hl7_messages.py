"""HL7 v2.5 ORU^R01: messages out of files of every shape, what they tell, and how they are acknowledged."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.intake.conftest import NOW, Read
from tests.tracing.intake.results import NEGATIVE, POSITIVE, oru, reason, the
from tocsin.tracing.intake import hl7_messages
from tocsin.tracing.intake.acknowledgements import AcknowledgementQueue
from tocsin.tracing.intake.hl7_messages import parse_hl7_message
from tocsin.tracing.intake.intake_run import DryRunSink, run_intake
from tocsin.tracing.intake.records import RefusedRecord, ResultRecord
from tocsin.tracing.intake.result_files import ResultFiles


def test_a_message_tells_who_what_and_when(read: Read) -> None:
    found = the(read(a__hl7=oru()))
    assert (found.meaning, found.disease, found.status) == ("positive", "covid19", "final")
    assert found.identity == "durand|lea|1990-02-01"
    assert found.phones == ("+33639981234",)
    assert (found.postcode, found.sex) == ("35000", "female")
    assert found.resulted_at == datetime(2022, 1, 25, 14, tzinfo=UTC)
    assert found.taken_at == datetime(2022, 1, 25, 7, tzinfo=UTC)
    assert found.laboratory == "LABO DU PORT"


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("frame", [("", ""), ("\x0b", "\x1c\r"), ("\r\n", "\r\n\r\n")])
def test_several_messages_however_lines_and_messages_end(
    read: Read, end: str, frame: tuple[str, str]
) -> None:
    messages = [oru(f"M{n}", number=f"R{n}", end=end) for n in range(5)]
    found = read(a__hl7="".join(frame[0] + message + frame[1] for message in messages))
    assert [one.source_id[:2] for one in found if isinstance(one, ResultRecord)] == [
        "R0",
        "R1",
        "R2",
        "R3",
        "R4",
    ]


def test_a_batch_with_its_headers(read: Read) -> None:
    text = f"FHS|^~\\&|LABO\rBHS|^~\\&|LABO\r{oru()}{oru('M2', number='R2')}BTS|2\rFTS|1\r"
    assert len(read(a__hl7=text)) == 2


def test_other_encoding_characters(read: Read) -> None:
    other = oru().translate(str.maketrans("|^~\\&", "#*?/$"))
    assert the(read(a__hl7=other)).identity == "durand|lea|1990-02-01"


def test_escapes_are_undone(read: Read) -> None:
    assert the(read(a__hl7=oru(family="D\\T\\A\\X20\\E"))).family == "D&A E"


def test_character_sets(read: Read) -> None:
    latin = oru(charset="8859/1").encode("iso-8859-1")
    assert the(read(a__hl7=latin)).given == "Léa"
    assert the(read(a__hl7=latin.replace(b"RENNES", b"RENNES\x81"))).given == "Léa", "no letter, and no harm"
    unsaid = oru(charset="")
    assert the(read(b__hl7=unsaid.encode())).given == "Léa"
    assert the(read(c__hl7=unsaid.encode("iso-8859-1"))).given == "Léa"
    assert reason(read(d__hl7=oru().encode("iso-8859-1"))) == "bad_encoding"
    assert reason(read(e__hl7=oru(charset="ISO IR87"))) == "bad_encoding"


@pytest.mark.parametrize("said", ["", "8859/1", "WINDOWS-1252", "cp1252"])
def test_the_letters_that_only_windows_1252_has(read: Read, said: str) -> None:
    text = oru(family="LECŒUR D’ŸS", given="Zoé", charset=said)
    assert the(read(a__hl7=text.encode("cp1252"))).family == "LECŒUR D’ŸS"


def test_a_message_that_was_damaged_is_no_windows_1252(read: Read) -> None:
    whole = oru(family="HÉMON", charset="").encode()
    assert the(read(a__hl7=whole)).family == "HÉMON"
    assert reason(read(b__hl7=whole.replace("É".encode(), b"\xc9"))) == "bad_encoding", "Léa is UTF-8"


@pytest.mark.parametrize(
    ("changes", "meaning"),
    [
        ({}, "positive"),
        ({"value": f"{NEGATIVE}^Négatif^SCT"}, "negative"),
        ({"value": "LA6576-8^Positive^LN"}, "positive"),
        ({"value": "POS^Positif^L^10828004^Positif^SCT"}, "positive"),
        ({"kind": "ST", "value": "POSITIF"}, "positive"),
        ({"kind": "ST", "value": "Non détecté"}, "negative"),
        ({"kind": "NM", "value": "22.4", "mark": "POS"}, "positive"),
        ({"kind": "ST", "value": "positif faible", "mark": "POS"}, "positive"),
        ({"kind": "ST", "value": "ARN viral détecté, Ct 31", "mark": "POS"}, "positive"),
        ({"kind": "ST", "value": "voir compte rendu", "mark": "NEG"}, "negative"),
        ({"kind": "FT", "value": "aucun ARN détecté", "mark": "NEG"}, "negative"),
        ({"kind": "CWE", "value": "^ARN viral", "mark": "DET"}, "positive"),
        ({"value": "^Détecté"}, "positive"),
        ({"mark": "POS"}, "positive"),
        ({"mark": "A"}, "positive"),
        ({"test": "COVID^PCR Covid^L^94500-6^SARS-CoV-2^LN"}, "positive"),
    ],
)
def test_values(read: Read, changes: dict, meaning: str) -> None:
    assert the(read(a__hl7=oru(**changes))).meaning == meaning


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"mark": "NEG"}, "contradiction"),
        ({"mark": "N"}, "contradiction"),
        ({"value": ""}, "no_value"),
        ({"value": "X^Bizarre^L"}, "unknown_value"),
        ({"kind": "ST", "value": "positif faible"}, "unknown_value"),
        ({"kind": "ST", "value": "positif faible", "mark": "A"}, "unknown_value"),
        ({"kind": "ST", "value": "positif faible", "mark": "NEG"}, "contradiction"),
        ({"kind": "ST", "value": "aucun ARN détecté", "mark": "POS"}, "contradiction"),
        ({"kind": "ST", "value": "ARN viral non retrouvé", "mark": "POS"}, "contradiction"),
        ({"kind": "ST", "value": "virus négatifs", "mark": "POS"}, "contradiction"),
        ({"kind": "ST", "value": "ARN indétectable", "mark": "POS"}, "contradiction"),
        ({"kind": "ST", "value": "résultat à contrôler", "mark": "POS"}, "contradiction"),
        ({"kind": "ST", "value": f"ARN {'viral ' * 60}non détecté", "mark": "POS"}, "contradiction"),
        ({"value": "X^Bizarre^L", "mark": "POS"}, "unknown_value"),
        ({"value": "X", "mark": "POS"}, "unknown_value"),
        ({"kind": "ST", "value": "douteux"}, "indeterminate"),
        ({"kind": "NM", "value": "22.4"}, "no_value"),
        ({"status": "P"}, "not_final"),
        ({"status": "I"}, "not_final"),
        ({"status": "?"}, "unknown_status"),
        ({"test": "COVID^PCR Covid^L"}, "unknown_test"),
        ({"test": "94563-4^IgG^LN"}, "antibody_test"),
        ({"resulted": ""}, "no_result_time"),
        ({"resulted": "20220125"}, "no_result_time"),
        ({"resulted": "2022-01-25 15:00"}, "bad_date"),
        ({"resulted": "20220230150000"}, "bad_date"),
        ({"resulted": "20230125150000"}, "future_date"),
        ({"birth": ""}, "no_identity"),
        ({"birth": "1990"}, "bad_date"),
        ({"birth": "19901301"}, "bad_date"),
        ({"given": ""}, "no_identity"),
        ({"family": '""'}, "no_identity"),
    ],
)
def test_what_is_not_certain_goes_to_quarantine(read: Read, changes: dict, why: str) -> None:
    assert reason(read(a__hl7=oru(**changes))) == why


@pytest.mark.parametrize(
    ("status", "means"), [("C", "corrected"), ("D", "void"), ("W", "void"), ("X", "void")]
)
def test_statuses(read: Read, status: str, means: str) -> None:
    assert the(read(a__hl7=oru(status=status))).status == means


def test_an_order_that_was_cancelled_withdraws_its_result(read: Read) -> None:
    assert the(read(a__hl7=oru().replace("+0100|||F\r", "+0100|||X\r"))).status == "void"


def test_answers_to_other_questions_are_not_results(read: Read) -> None:
    asides = (
        "OBX|2|NM|94746-5^Ct^LN||22|||||||F",
        "OBX|3|CWE|95419-8^Symptomatic^LN||Y^Yes^HL70136||||||F",
        "NTE|1||à rappeler",
    )
    assert len(read(a__hl7=oru(after=asides))) == 1


def test_an_unknown_test_that_says_positive_is_not_passed_over(read: Read) -> None:
    found = read(
        a__hl7=oru(value=NEGATIVE + "^^SCT", after=(f"OBX|2|CWE|AG^Ag^L||{POSITIVE}^Positif^SCT||||||F",))
    )
    assert [type(one).__name__ for one in found] == ["ResultRecord", "RefusedRecord"]
    assert isinstance(found[1], RefusedRecord)
    assert found[1].reason == "unknown_test"


FLU, CREATININE = "92142-9^Grippe A^LN", "2160-0^Créatinine^LN"


def fates(items: list) -> list[str]:
    """Meaning, reason or ``ignored`` of each."""
    return [
        one.meaning
        if isinstance(one, ResultRecord)
        else one.reason
        if isinstance(one, RefusedRecord)
        else "ignored"
        for one in items
    ]


@pytest.mark.parametrize(
    ("changes", "after", "fate"),
    [
        ({"test": FLU}, (), ["ignored"]),
        ({"test": CREATININE, "kind": "NM", "value": "9.1"}, (), ["ignored"]),
        ({"test": FLU, "status": "P"}, (), ["ignored"]),
        ({}, (f"OBX|2|CWE|{FLU}||{POSITIVE}^P^SCT||||||F",), ["positive", "ignored"]),
        ({}, (f"OBX|2|NM|{CREATININE}||9.1|||||F",), ["positive"]),
        # One that is not known stands beside: it is not passed over.
        ({"test": FLU}, ("OBX|2|ST|COVID^Covid^L||ARN viral présent||||||F",), ["ignored", "unknown_test"]),
        ({"test": CREATININE, "value": "9.1"}, ("OBX|2|ST|X^X^L||voir||||||F",), ["unknown_test"]),
        ({"test": f"X^X^L^{FLU}"}, (), ["ignored"]),
    ],
)
def test_what_is_known_to_be_another_test_is_left_alone(
    read: Read, changes: dict, after: tuple[str, ...], fate: list[str]
) -> None:
    assert fates(read(a__hl7=oru(after=after, **changes))) == fate


@pytest.mark.parametrize(
    ("ordered", "tested", "fate"),
    [
        (FLU, "94500-6^SARS-CoV-2^LN", "positive"),
        ("94500-6^SARS-CoV-2^LN", FLU, "ignored"),
        (FLU, "RES^Résultat^L", "unknown_test"),
        (FLU, "", "ignored"),
    ],
)
def test_an_order_says_what_was_tested_and_never_that_it_was_not(
    read: Read, ordered: str, tested: str, fate: str
) -> None:
    text = oru(test=tested).replace(f"OBR|1||R1|{tested}|", f"OBR|1||R1|{ordered}|")
    assert fates(read(a__hl7=text)) == [fate]


def test_a_positive_of_an_order_of_ours_is_not_lost_behind_another_test(read: Read) -> None:
    text = oru(test=FLU, after=("OBX|2|ST|RES^Résultat^L||Positif||||||F",)).replace(
        f"OBR|1||R1|{FLU}|", "OBR|1||R1|94500-6^SARS-CoV-2^LN|"
    )
    assert fates(read(a__hl7=text)) == ["ignored", "unknown_test"]
    vague = text.replace("||Positif|", "||ARN viral|")
    assert fates(read(b__hl7=vague)) == ["ignored", "unknown_value"]


def test_two_patients_in_one_message(read: Read) -> None:
    second = oru("M2", number="R2", family="MARTIN", given="Paul").partition("\r")[2]
    found = read(a__hl7=oru() + second)
    assert [one.family for one in found if isinstance(one, ResultRecord)] == ["DURAND", "MARTIN"]


def test_a_child_is_reached_through_a_parent(read: Read) -> None:
    next_of_kin = (
        "NK1|1|AMI^Jo||FND^Friend|||0639982222",
        "NK1|2|DURAND^Anne|MTH^Mother||06 39 98 11 11^PRN^CP",
    )
    found = the(read(a__hl7=oru(birth="20140601", extra=next_of_kin)))
    assert found.minor
    assert (found.guardian.given, found.guardian.phones) == ("Anne", ("+33639981111",))


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0639981234", ("+33639981234",)),
        ("^PRN^PH^^33^1^99001234~^PRN^CP^^33^6^39981234", ("+33639981234", "+33199001234")),
        ("^^CP^^^^^^^^^+33 6 39 98 12 34", ("+33639981234",)),
        ("x@y.example^NET^Internet", ()),
        ("01 99 00 12 34^PRN^PH~0639981234^PRN^CP", ("+33639981234", "+33199001234")),
    ],
)
def test_telephones(read: Read, written: str, numbers: tuple[str, ...]) -> None:
    assert the(read(a__hl7=oru(phone=written))).phones == numbers


def test_identities_made_for_tests_are_refused(read: Read) -> None:
    tried = oru().replace("M1^^^LABO^PI", "279^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS")
    assert reason(read(a__hl7=tried)) == "test_identity"


def test_what_is_no_result(read: Read) -> None:
    assert reason(read(a__hl7=oru().replace("ORU^R01^ORU_R01", "ADT^A01"))) == "wrong_message"
    assert reason(read(b__hl7=oru().split("OBR")[0])) == "no_value"
    assert reason(read(c__hl7="PID|1||x\rOBX|1")) == "unreadable"
    found = read(d__hl7="reste d'un message\r" + oru())
    assert [type(one).__name__ for one in found] == ["RefusedRecord", "ResultRecord"]


def test_a_message_that_is_too_large_costs_itself_alone(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hl7_messages, "RECORD", 5000)
    monkeypatch.setattr(hl7_messages, "CHUNK", 1000)
    fat = oru("FAT", after=("NTE|1||" + "x" * 50_000,))
    found = read(a__hl7=oru("M1") + fat + oru("M2", number="R2"))
    assert [getattr(one, "reason", "") for one in found] == ["", "too_large", ""]


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=20), max_size=5))
def test_any_text_survives_its_escapes(values: list[str]) -> None:
    def escaped(text: str) -> str:
        for sign, code in (("\\", "\\E\\"), ("|", "\\F\\"), ("^", "\\S\\"), ("&", "\\T\\"), ("~", "\\R\\")):
            text = (
                text.replace(sign, code) if sign != "\\" else text.replace("\\", "\x00").replace("\x00", code)
            )
        return text

    clean = [value.replace("\x00", "").strip() for value in values]
    line = "MSH|^~\\&|A|B|C|D|2022||ORU^R01|1|P|2.5|||||FRA|UNICODE UTF-8\rNTE|" + "|".join(
        map(escaped, clean)
    )
    segments = parse_hl7_message(line.encode()).segments
    if any(clean):
        assert [segments[1].get_component(n + 1) for n in range(len(clean))] == [
            "" if value == '""' else value for value in clean
        ]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_splitter(data: bytes) -> None:
    for block in hl7_messages.split_messages(io.BytesIO(b"MSH|^~\\&|" + data)):
        try:
            parse_hl7_message(block.data)
        except (hl7_messages.NotHl7, UnicodeDecodeError):
            continue


def test_our_splitting_agrees_with_hl7apy() -> None:
    from hl7apy.parser import parse_message

    text = oru(family="D\\T\\A", phone="0639981234^PRN^CP~0199001234^PRN^PH")
    theirs = parse_message(text, find_groups=False)
    ours = parse_hl7_message(text.encode())
    pid = next(segment for segment in ours.segments if segment.name == "PID")
    assert theirs.msh.msh_10.to_er7() == ours.header.get_component(10)
    assert theirs.msh.msh_9.to_er7() == ours.header.get_raw_field(9)
    assert [phone.to_er7() for phone in theirs.pid.pid_13] == pid.split_repetitions(13)
    assert theirs.pid.pid_5.to_er7() == pid.get_raw_field(5)
    assert [one.name for one in theirs.children] == [one.name for one in ours.segments]


# ---------------------------------------- acknowledgements


def acknowledged(folder: Path, text: str) -> list[hl7_messages.Hl7Message]:
    """The acknowledgements of a file."""
    path = folder / "in.hl7"
    path.write_bytes(text.encode())
    out = io.BytesIO()
    with ResultFiles([path]) as given:
        list(run_intake(given.files, DryRunSink(), NOW, acknowledge=AcknowledgementQueue(out, NOW), batch=2))
    out.seek(0)
    return [parse_hl7_message(block.data) for block in hl7_messages.split_messages(out)]


def test_each_message_is_acknowledged_in_its_order(tmp_path: Path) -> None:
    text = (
        oru("GOOD")
        + oru("DOUBT", number="R2", mark="NEG")
        + oru("MIXED", number="R3", after=(f"OBX|2|CWE|AG^Ag^L||{POSITIVE}^P^SCT||||||F",))
        + oru("OTHER").replace("ORU^R01^ORU_R01", "ADT^A01")
        + oru("GOOD2", number="R5")
    )
    text += oru("FLU", number="R6", test=FLU)
    acks = acknowledged(tmp_path, text)
    said = [(ack.segments[1].get_component(2), ack.segments[1].get_component(1)) for ack in acks]
    assert said == [
        ("GOOD", "AA"),
        ("DOUBT", "AE"),
        ("MIXED", "AE"),
        ("OTHER", "AR"),
        ("GOOD2", "AA"),
        ("FLU", "AA"),
    ]
    assert [ack.segments[2].get_component(5) for ack in acks if len(ack.segments) > 2] == [
        "contradiction",
        "unknown_test",
        "wrong_message",
    ]
    assert [ack.segments[2].get_component(7) for ack in acks if len(ack.segments) > 2] == [
        "message 2, OBX 1: one meaning is expected, found negative, positive, in OBX-5, OBX-8",
        "message 3, OBX 2: a test code of the tables is expected, found another, in OBX-3",
        "message 4: ORU^R01 is expected in MSH-9",
    ]


def test_an_acknowledgement_goes_back_where_the_message_came_from(tmp_path: Path) -> None:
    (ack,) = acknowledged(tmp_path, oru("M\\T\\1"))
    header = ack.header
    assert [header.get_component(n) for n in (3, 4, 5, 6)] == ["TOCSIN", "CNAM", "LIS", "LABO DU PORT"]
    assert header.get_raw_field(9) == "ACK^R01^ACK"
    assert ack.segments[1].get_component(2) == "M&1"


def test_an_acknowledgement_says_nothing_about_anybody(tmp_path: Path) -> None:
    (ack,) = acknowledged(tmp_path, oru(birth="1990", family="TRESPERSONNEL"))
    assert "TRESPERSONNEL" not in str(ack)


@pytest.mark.parametrize("said", ["|" * 17 + "Y", "|" * 16 + "20220124"], ids=["PID-30", "PID-29"])
def test_nobody_writes_to_the_family_of_a_dead_person(read: Read, said: str) -> None:
    (found,) = read(a__hl7=oru(phone=f"06 39 98 12 34^PRN^CP{said}"))
    assert isinstance(found, RefusedRecord)
    assert found.reason == "deceased"
    (alive,) = read(b__hl7=oru(phone="06 39 98 12 34^PRN^CP" + "|" * 17 + "N"))
    assert not isinstance(alive, RefusedRecord)
