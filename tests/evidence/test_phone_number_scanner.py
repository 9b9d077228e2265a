"""Telephone numbers are found however they are written, priced by the plan, and never seen elsewhere."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.reading import shape, shown
from tests.french_numerals import spell_number
from tocsin.charter import compiled_tables
from tocsin.evidence.fold import fold_text
from tocsin.evidence.model import FoundNumber
from tocsin.phone_numbers.number_words import read_number_words
from tocsin.phone_numbers.numbering_plan import PrefixTariffs
from tocsin.phone_numbers.scanner import normalise_number, scan_numbers

FICTION = "0199001234"
"""01 99 00 xx xx is kept for films: it will never ring anybody."""


def values(text: str) -> list[str]:
    return [phone[2] for phone in shape(text).phones]


def quotes(text: str) -> list[str]:
    told = shape(text)
    return [text[told.original_place(p[0]) : told.original_place(p[1], end=True)] for p in told.phones]


def pairs(digits: str) -> list[str]:
    return [digits[i : i + 2] for i in range(0, len(digits), 2)]


# ---- digits


separators = st.sampled_from(
    ["", " ", ".", "-", "/", "_", "*", " - ", ". ", "\n", "\u00a0", "\u202f", "‑", "–"]
)
starts = st.sampled_from(["01", "+331", "00331", "+33 1", "00 33 1", "+33 (0)1", "+33(0) 1", "(0)1"])
contexts = st.sampled_from(
    [("", ""), ("Rappelez le ", "."), ("tel:", " merci"), ("(", ")"), ("\n", "\n"), ("« ", " »")]
)


@given(starts, st.lists(separators, min_size=4, max_size=4), st.integers(0, 9999), contexts)
def test_it_finds_a_number_however_it_is_set_out(
    start: str, gaps: list[str], tail: int, context: tuple[str, str]
) -> None:
    groups = pairs(f"9900{tail:04}")
    written = start + "".join(gap + group for gap, group in zip(gaps, groups, strict=True))
    text = context[0] + written + context[1]
    assert values(text) == [f"+3319900{tail:04}"]
    assert quotes(text) == [written]


@given(st.integers(0, 9999), separators.filter(bool))
def test_it_finds_a_number_set_apart_digit_by_digit(tail: int, gap: str) -> None:
    written = gap.join(f"019900{tail:04}")
    assert values(f"appelez {written} vite") == [f"+3319900{tail:04}"]
    assert quotes(f"appelez {written} vite") == [written]


@given(st.integers(0, 9999), st.sampled_from(["\u200b", "\u00ad", "\u2060"]))
def test_it_finds_a_number_sown_with_what_is_not_seen(tail: int, unseen: str) -> None:
    written = unseen.join(f"019900{tail:04}")
    assert values(f"au {written}.") == [f"+3319900{tail:04}"]
    assert quotes(f"au {written}.") == [written]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("O1 99 OO 12 34", "+33199001234"),
        ("0l 99 00 l2 34", "+33199001234"),
        ("０１ ９９ ００ １２ ３４", "+33199001234"),
        ("𝟎𝟏 𝟗𝟗 𝟎𝟎 𝟏𝟐 𝟑𝟒", "+33199001234"),
        ("O899 OO 12 34", "+33899001234"),
        ("08.99.00.12.34", "+33899001234"),
        ("+44 7700 900123", "+447700900123"),
        ("00216 71 000 000", "+21671000000"),
    ],
)
def test_it_reads_letters_that_stand_for_digits_and_other_ways_to_write_them(
    written: str, value: str
) -> None:
    assert values(f"Rappelez {written} svp") == [value]
    assert quotes(f"Rappelez {written} svp") == [written]


# ---- words


def aloud(pair: str) -> str:
    return f"zéro {spell_number(int(pair[1]))}" if pair[0] == "0" else spell_number(int(pair))


def told_apart(groups: tuple[str, str]) -> bool:
    """Whether two groups said in a row cannot be heard as others: *soixante, dix*, *quatre, vingt*."""
    one, other = map(int, groups)
    return not (
        (one in (60, 80) and 10 <= other < 20)
        or (one == 4 and 20 <= other < 30)
        or (one in range(20, 90, 10) and other >= 80)
    )


pair = st.integers(0, 99).map(lambda n: f"{n:02}")
two = st.tuples(pair, pair).filter(told_apart)


@given(two)
def test_it_hears_a_number_said_two_by_two(groups: tuple[str, str]) -> None:
    one, other = groups
    written = " ".join(aloud(p) for p in ("01", "99", "00", one, other))
    assert values(f"rappelez le {written}, merci") == [f"+3319900{one}{other}"]
    assert quotes(f"rappelez le {written}, merci") == [written]


@given(two, st.lists(st.booleans(), min_size=5, max_size=5).filter(lambda spoken: sum(spoken) >= 3))
def test_it_hears_a_number_half_in_words_and_half_in_digits(
    groups: tuple[str, str], spoken: list[bool]
) -> None:
    parts = ("01", "99", "00", *groups)
    written = " ".join(aloud(p) if say_it else p for p, say_it in zip(parts, spoken, strict=True))
    assert values(f"composez le {written} vite") == ["+33" + "".join(parts)[1:]]


def test_it_counts_as_the_french_do() -> None:
    spoken = {number: re.split(r"[ -]", fold_text(spell_number(number))) for number in range(100)}
    assert {
        number: words for number, words in spoken.items() if read_number_words(words) != str(number)
    } == {}


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("septante huitante nonante", "708090"),
        ("nonante neuf", "99"),
        ("double zero", "00"),
        ("triple zero", "000"),
        ("oh eight nine nine", "0899"),
        ("zero oito nove nove", "0899"),
        ("cero ocho nueve", "089"),
        ("sifir sekiz dokuz", "089"),
    ],
)
def test_it_counts_as_others_do(words: str, digits: str) -> None:
    assert read_number_words(words.split()) == digits


@pytest.mark.parametrize(
    "written",
    [
        "3646", "36 46", "36.46", "36-46", "3 6 4 6", "36\u00a046", "３６４６", "trente-six quarante-six",
        "trente six quarante six", "trois six quatre six", "Trente-Six Quarante-Six", "3\u200b646",
    ],
)  # fmt: skip
def test_it_knows_3646_in_all_its_spellings(written: str) -> None:
    assert values(f"appelez le {written} pour savoir") == ["3646"]
    assert quotes(f"appelez le {written} pour savoir") == [written]


def test_it_knows_3646_half_in_words() -> None:
    assert values("appelez le 36 quarante-six") == ["3646"]


# ---- what is no telephone number


@pytest.mark.parametrize(
    "text",
    [
        "le 12/03/2021",
        "le 2021-03-04",
        "en 2022, puis en 2023",
        "né le 01.02.1990",
        "1 240,50 €",
        "3646 €",
        "3 646 euros",
        "0,99 €",
        "FR76 3000 6000 0112 3456 7890 189",
        "FR7630006000011234567890189",
        "1 85 05 78 006 084 91",
        "1850578006084 91",
        "n° 20210304123456",
        "4970 1000 0000 0154",
        "code 4812",
        "dossier 123456",
        "10 h 30",
        "we tried at 10.40",
        "a0199001234b",
        "x3646",
        "3646x",
        "12345678",
        "01 99",
        "le 15 mars",
        "17 ans",
        "il y a trois ou quatre jours",
        "deux ou trois fois",
        "un deux trois nous irons au bois",
    ],
)
def test_it_sees_no_number_in_dates_sums_and_references(text: str) -> None:
    assert [v for v in values(f"Dossier : {text} merci") if len(v) > 3] == []


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%y"]))
def test_it_never_takes_a_date_for_a_number(day: object, how: str) -> None:
    assert values(f"avant le {day:{how}} inclus") == []


@given(st.integers(0, 99), st.lists(st.integers(0, 9999), min_size=5, max_size=5), st.integers(0, 999))
def test_it_never_takes_an_iban_for_a_number(key: int, blocks: list[int], rest: int) -> None:
    spaced = " ".join([f"FR{key:02}", *(f"{b:04}" for b in blocks), f"{rest:03}"])
    for written in (spaced, spaced.replace(" ", "")):
        assert values(f"IBAN {written} merci") == []


@given(
    st.sampled_from("12"), st.integers(0, 99), st.integers(1, 12), st.integers(1, 95), st.integers(1, 999999)
)
def test_it_never_takes_a_social_security_number_for_a_telephone(
    sex: str, year: int, month: int, place: int, rank: int
) -> None:
    town = f"{rank:06}"
    spaced = f"{sex} {year:02} {month:02} {place:02} {town[:3]} {town[3:]} 42"
    for written in (spaced, spaced.replace(" ", "")):
        assert values(f"NIR {written} merci") == []


@given(st.from_regex(r"[1-9][0-9]{0,2}( [0-9]{3})?(,[0-9]{2})? ?(€|euros|EUR)", fullmatch=True))
def test_it_never_takes_a_sum_for_a_number(amount: str) -> None:
    assert values(f"un montant de {amount} vous est dû") == []


# ---- values and prices


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        (FICTION, ("+33199001234", "phone")), ("0033199001234", ("+33199001234", "phone")),
        ("+33199001234", ("+33199001234", "phone")), ("+330199001234", ("+33199001234", "phone")),
        ("3646", ("3646", "phone")), ("1013", ("1013", "phone")), ("118712", ("118712", "phone")),
        ("38663", ("38663", "short_code")), ("15", ("15", "phone")),
    ],
)  # fmt: skip
def test_it_normalises_what_can_be_rung(digits: str, value: tuple[str, str]) -> None:
    assert normalise_number(digits) == value


@pytest.mark.parametrize("digits", ["4646", "12345", "0019900123", "", "+1", "+", "+" + "9" * 16, "0" * 10])
def test_it_gives_nothing_that_cannot_be_rung(digits: str) -> None:
    assert normalise_number(digits)[0] == ""


@given(st.text("0123456789+", max_size=20))
def test_it_gives_a_value_that_it_would_give_again(digits: str) -> None:
    value, medium = normalise_number(digits)
    assert value == "" or normalise_number(value) == (value, medium)


@given(st.text("0123456789+-./ ()oil\n", max_size=60))
def test_it_gives_places_inside_the_text_in_order(text: str) -> None:
    found = scan_numbers(text)
    assert all(0 <= start < end <= len(text) for start, end, *_ in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


PLAN = PrefixTariffs(compiled_tables.get_table("phone_numbers/tariffs"))


@pytest.mark.parametrize(
    ("value", "tariff"),
    [
        ("+33800000012", "free"),
        ("+33805000012", "free"),
        ("+33806000012", "standard"),
        ("+33809000012", "standard"),
        ("+33810000012", "premium"),
        ("+33820000012", "premium"),
        ("+33826000012", "premium"),
        ("+33890000012", "premium"),
        ("+33892000012", "premium"),
        ("+33899000012", "premium"),
        ("+33199001234", "standard"),
        ("+33639980012", "standard"),
        ("+33970000012", "standard"),
        ("118712", "premium"),
        ("3000", "free"),
        ("3114", "free"),
        ("3646", "unknown"),
        ("1013", "standard"),
        ("+21671000000", "unknown"),
        ("+447700900123", "unknown"),
    ],
)
def test_it_prices_a_number_by_the_plan(value: str, tariff: str) -> None:
    assert PLAN.find_tariff(value, "phone") == tariff


@pytest.mark.parametrize(
    ("code", "tariff"),
    [("38663", "standard"), ("33700", "standard"), ("81200", "premium"), ("71717", "premium")],
)
def test_it_prices_a_short_code_by_its_first_digit(code: str, tariff: str) -> None:
    assert PLAN.find_tariff(code, "short_code") == tariff


# ---- what the number is for


def role(text: str, channel: str = "sms") -> list[str]:
    return [e.about.role for e in shown(text, "number", channel=channel) if isinstance(e.about, FoundNumber)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "channel", "expected"),
    [
        ("Votre dossier est bloqué, rappelez le 01 99 00 12 34", "sms", "callback"),
        ("Contactez-nous au plus vite : 01 99 00 12 34", "sms", "callback"),
        ("Un conseiller est joignable au 01 99 00 12 34", "sms", "callback"),
        ("01 99 00 12 34 : appelez ce numéro", "sms", "callback"),
        ("Envoyez STOP au 81200", "sms", "callback"),
        ("Mon voisin habite en face, son portable est le 01 99 00 12 34", "letter", "mentioned"),
        ("J'ai reçu un appel du 01 99 00 12 34, c'était la CPAM", "call", "caller"),
        ("Bonjour, c'est la CPAM, le 01 99 00 12 34", "voicemail", "callback"),
    ],
)
def test_it_tells_who_called_from_whom_to_call_back(text: str, channel: str, expected: str) -> None:
    assert role(text, channel) == [expected]


def test_it_is_not_called_back_where_the_call_is_denied() -> None:
    assert "callback" not in role("Ne rappelez jamais le 01 99 00 12 34")
    assert "callback" not in role("Vous n'avez pas à appeler le 01 99 00 12 34, nous le ferons")


def test_it_takes_the_price_of_a_number_from_the_charter_before_the_plan() -> None:
    [found] = shown("Appelez le 3646", "number")
    assert isinstance(found.about, FoundNumber)
    assert PLAN.find_tariff("3646", "phone") == "unknown"
    assert found.about.tariff == "standard"


def test_it_hears_a_call_to_ring_the_number_that_is_shown() -> None:
    found = shown("CPAM : rappelez ce numéro en urgence", "number", sender="0899 00 12 34")
    assert [(e.value, e.about.role, e.about.tariff) for e in found if isinstance(e.about, FoundNumber)] == [
        ("+33899001234", "callback", "premium")
    ]


def test_words_to_answer_with_are_nobody_to_ring() -> None:
    found = shown("CPAM : répondez OUI, ou APPELEZ-MOI", "number", sender="38663")
    assert [e for e in found if e.kind == "number"] == []


@pytest.mark.parametrize(
    ("digits", "normal"),
    [
        ("+1234567", ""),
        ("+12345678", "+12345678"),
        ("+123456789012345", "+123456789012345"),
        ("+1234567890123456", ""),
        ("+33639981234", "+33639981234"),
        ("+330639981234", "+33639981234"),
        ("0033639981234", "+33639981234"),
        ("0639981234", "+33639981234"),
        ("063998123", ""),
        ("0039981234", ""),
    ],
)
def test_a_number_has_as_many_digits_as_e164_allows(digits: str, normal: str) -> None:
    assert normalise_number(digits)[0] == normal
