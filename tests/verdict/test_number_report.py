"""Somebody has a number and wants to know what it costs, and whether the institution uses it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.charter.loading import load_charter
from tocsin.phone_numbers import numbering_plan
from tocsin.phone_numbers.dialled_number import NotAPhoneNumber, load_ranges_table, parse_phone_number
from tocsin.verdict.number_report import NumberReport, build_number_report, find_likeness

TODAY = date(2026, 11, 26)
SPRING = date(2021, 3, 4)
"""Day of the founding document."""


def about(written: str, on: date = TODAY, charter: str = "assurance_maladie") -> NumberReport:
    return build_number_report(parse_phone_number(written), load_charter(charter), on)


def standings(sheet: NumberReport) -> dict[tuple[str, str], str]:
    short = {"they_contact_you": "from", "you_contact_them": "to"}
    return {(short[use.direction], use.channel): use.standing for use in sheet.uses}


# ---- as people type it


@pytest.mark.parametrize(
    "written",
    [
        "0899000012", "08 99 00 00 12", "0 899 00 00 12", "08.99.00.00.12", "08-99-00-00-12", "+33899000012",
        "+33 (0)8 99 00 00 12",
        "0033 8 99 00 00 12", "tel:+33899000012", "O8 99 OO OO l2", "０８９９０００012",
        " 08\u202f99\u202f00\u202f00\u202f12 ",
    ],
)  # fmt: skip
def test_one_number_has_one_address(written):
    number = parse_phone_number(written)
    assert (number.digits, number.value, number.display_form) == (
        "0899000012",
        "+33899000012",
        "0 899 000 012",
    )


@pytest.mark.parametrize(
    ("written", "digits", "shown"),
    [
        ("36 46", "3646", "36 46"),
        ("3 8 6 6 3", "38663", "38663"),
        ("118 218", "118218", "118 218"),
        ("116117", "116117", "116 117"),
        ("15", "15", "15"),
        ("+32 470/12.34.56", "+32470123456", "+32 470 12 34 56"),
        ("+33 1 99 00 12 34", "0199001234", "01 99 00 12 34"),
        ("+262 262 29 91 23", "0262299123", "02 62 29 91 23"),
        ("0692 12 34 56", "0692123456", "06 92 12 34 56"),
    ],
)
def test_short_foreign_and_overseas_numbers(written, digits, shown):
    number = parse_phone_number(written)
    assert (number.digits, number.display_form) == (digits, shown)
    assert parse_phone_number(number.digits) == number
    assert parse_phone_number(number.display_form) == number


@pytest.mark.parametrize(
    "written",
    ["", "bonjour", "12", "06 39 98", "0000000000", "08 99 00 00 12 34 56 78 90 12", "<script>", "3646;",
     "٣٦٤٦",
     "+", "++33899000012", "0" * 41, "1.5.2.3.4.5.6.7"],
)  # fmt: skip
def test_what_is_no_number_is_refused(written):
    with pytest.raises(NotAPhoneNumber):
        parse_phone_number(written)


@given(st.text("0123456789+ .-()Ol", max_size=45) | st.text(max_size=60))
def test_whatever_is_typed_is_a_number_that_reads_back_or_is_refused(written):
    try:
        number = parse_phone_number(written)
    except NotAPhoneNumber:
        return
    assert parse_phone_number(number.digits) == number
    assert parse_phone_number(number.display_form) == number
    assert number.digits.removeprefix("+").isdecimal()
    assert about(number.digits).number == number


# ---- the plan, by date


@pytest.mark.parametrize(
    ("written", "range_id", "tariff"),
    [
        ("0800 12 34 56", "free", "free"),
        ("0809 40 14 01", "standard_08", "standard"),
        ("0811 12 34 56", "premium_081", "premium"),
        ("0820 12 34 56", "premium_082", "premium"),
        ("0899 00 00 12", "premium_089", "premium"),
        ("0836 65 65 65", "special_08", "premium"),
        ("0884 12 34 56", "special_088", "unknown"),
        ("01 99 00 12 34", "fixed", "standard"),
        ("01 62 00 00 00", "automated", "standard"),
        ("09 38 12 34 56", "platform", "standard"),
        ("09 86 01 36 46", "anywhere", "standard"),
        ("06 39 98 12 34", "mobile", "standard"),
        ("3114", "free_short", "free"),
        ("3008", "short_3", "unknown"),
        ("3170", "short_3", "unknown"),
        ("3949", "short_3", "unknown"),
        ("1023", "short_10", "standard"),
        ("118 218", "enquiries", "premium"),
        ("116 117", "social", "free"),
        ("38663", "code_38", "standard"),
        ("36111", "code_36", "standard"),
        ("31111", "code_3", "standard"),
        ("81200", "code_8", "premium"),
        ("112", "emergency", "free"),
        ("+32 470 12 34 56", None, "unknown"),
    ],
)
def test_what_a_number_costs(written, range_id, tariff):
    sheet = about(written)
    assert (sheet.range.id if sheet.range else None, sheet.tariff) == (range_id, tariff)


def test_before_the_cap_enquiries_cost_without_a_limit():
    assert about("118218", date(2021, 7, 31)).range.id == "enquiries_before"
    assert about("118218", date(2021, 8, 1)).range.id == "enquiries"


def test_what_a_mobile_may_be_used_for_changed_twice():
    days = (date(2019, 7, 31), date(2019, 8, 1), date(2022, 12, 31), date(2023, 1, 1))
    ids = [about("06 39 98 12 34", day).range.id for day in days]
    assert ids == ["mobile_before", "mobile_sms", "mobile_sms", "mobile"]


def test_of_numbers_before_the_reform_of_2015_we_say_nothing():
    assert about("0899000012", date(2015, 9, 30)).range is None


def test_every_row_has_both_languages_and_every_source_is_used():
    table = load_ranges_table()
    used = {name for row in (*table["ranges"], *table["display"]) for name in row["sources"]}
    assert used == set(table["sources"])
    said = [rule.wording for rule in numbering_plan.list_display_rules()]
    assert all(wording.fr != wording.en for wording in said)
    for row in numbering_plan.list_ranges():
        for wording in (row.name, row.price, row.use):
            assert wording is None or (wording.fr and wording.en and wording.fr != wording.en)
        assert row.start <= row.end
        assert row.sources or row.id == "emergency"


def test_no_day_has_two_rows_for_one_prefix():
    rows = [(row, prefix) for row in numbering_plan.list_ranges() for prefix in row.prefixes]
    for at, (row, prefix) in enumerate(rows):
        for other, same in rows[at + 1 :]:
            if (prefix, row.length, row.exact) == (same, other.length, other.exact):
                assert row.end < other.start or other.end < row.start, (row.id, other.id, prefix)


def test_numbers_for_fiction_belong_to_nobody():
    assert about("06 39 98 12 34").fiction
    assert not about("06 12 34 56 78").fiction


def test_a_foreign_number_says_its_country_and_an_overseas_one_is_none():
    assert (about("+32470123456").country, about("+32470123456").overseas) == ("BE", False)
    assert (about("0692123456").country, about("0692123456").overseas) == ("", True)


# ---- the charter, by date


def test_3646_is_rung_and_costs_a_call_and_may_be_shown():
    sheet = about("3646")
    assert standings(sheet) == {("from", "call"): "perhaps", ("to", "call"): "yes"}
    assert (sheet.tariff, sheet.price.en) == ("standard", "free service + the price of a call")
    assert sheet.alike == ()


def test_in_2017_3646_was_surcharged():
    assert about("3646", date(2017, 6, 1)).tariff == "premium"


def test_the_number_of_the_interviews_was_theirs_until_2021():
    number = "05 53 35 62 37"
    assert standings(about(number, SPRING))["from", "call"] == "yes"
    assert standings(about(number))["from", "call"] == "was"
    assert standings(about(number, date(2016, 1, 1)))["from", "call"] == "perhaps"


def test_while_the_list_was_closed_another_number_was_not_theirs_and_since_then_we_do_not_know():
    number = "01 99 00 12 34"
    closed, open_ = about(number, SPRING), about(number)
    assert standings(closed)["from", "call"] == "no"
    assert closed.uses[0].listing.id == "list.phone.shown"
    assert standings(open_)["from", "call"] == "unknown"
    assert open_.uses[0].listing.id == "list.phone.shown.open"
    assert standings(open_)["to", "call"] == "no"


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        (date(2023, 7, 24), None),
        (date(2023, 7, 25), "holder"),
        (date(2024, 9, 30), "holder"),
        (date(2024, 10, 1), "cut"),
        (date(2025, 12, 31), "cut"),
        (date(2026, 1, 1), "masked"),
    ],
)
def test_what_operators_do_about_a_number_shown_is_that_of_the_day(on, rule):
    shown = about("01 99 00 12 34", on).display
    assert (shown.id if shown else None) == rule


def test_no_call_shows_a_short_code():
    assert about("38663", date(2026, 1, 1)).display is None
    assert about("3646", date(2026, 1, 1)).display.id == "masked"


def test_38663_sent_the_messages_of_tracing_and_took_the_answers():
    assert standings(about("38663", SPRING)) == {("from", "sms"): "yes", ("to", "sms"): "yes"}
    assert standings(about("38663")) == {("from", "sms"): "was", ("to", "sms"): "was"}
    assert standings(about("38663", date(2019, 1, 1)))["from", "sms"] == "will"


def test_no_office_writes_from_a_mobile():
    assert standings(about("06 39 98 12 34"))["from", "sms"] == "no"


def test_where_to_report_is_what_the_charter_advises():
    sheet = about("33700")
    assert sheet.advice
    assert all("33700" in advice.wording.en for advice in sheet.advice)
    assert sheet.is_in_charter
    assert sheet.help


def test_another_institution_has_other_numbers():
    assert standings(about("0 809 401 401", charter="dgfip"))["to", "call"] == "yes"
    assert standings(about("0 809 401 401"))["to", "call"] == "no"
    assert not about("3646", charter="dgfip").is_in_charter


# ---- look-alikes


@pytest.mark.parametrize(
    ("written", "how"),
    [
        ("0 899 03 36 46", "ends"),
        ("+44 20 7946 3646", "ends"),
        ("36 45", "digit"),
        ("36 64", "digit"),
        ("36460", "begins"),
        ("05 53 35 62 38", "digit"),
    ],
)
def test_numbers_made_to_look_like_theirs_are_named(written, how):
    assert how in [alike.how for alike in about(written).alike]


@pytest.mark.parametrize("written", ["3949", "01 99 00 12 34", "0 899 00 00 12", "3646", "33700", "118218"])
def test_others_are_not(written):
    assert about(written).alike == ()


@given(st.integers(0, 9999))
def test_likeness_goes_both_ways_for_numbers_of_one_length(number):
    digits = f"{number:04}"
    assert (find_likeness(digits, "3646") is None) is (find_likeness("3646", digits) is None)


def test_the_number_from_abroad_is_theirs_perhaps_and_not_a_look_alike():
    sheet = about("01 84 90 36 46")
    assert standings(sheet)["to", "call"] == "perhaps"
    assert sheet.alike == ()


@pytest.mark.parametrize(
    ("on", "range_id", "price"),
    [(date(2024, 4, 24), "code_3", "prix d'un SMS"), (date(2024, 4, 25), "report", "gratuit")],
)
def test_33700_is_free_since_april_2024(on, range_id, price):
    sheet = about("33700", on)
    assert sheet.range
    assert (sheet.range.id, price in sheet.range.price.fr) == (range_id, True)


@pytest.mark.parametrize(("on", "said"), [(date(2026, 8, 10), False), (date(2026, 8, 11), True)])
def test_telemarketing_needs_consent_since_august_2026(on, said):
    found = about("01 62 00 00 00", on).range
    assert found
    assert found.use
    assert ("consenti" in found.use.fr) is said
