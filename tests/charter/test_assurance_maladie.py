"""Where the Assurance Maladie is reached and writes from, and what it advises, as questions that people ask on a day."""

from datetime import date

import pytest

from tests.charter.assurance_maladie import CHARTER, on
from tocsin.charter.schema import AdviceClause, PointClause

# ---- numbers


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("3646", {"2017-05-10": True, "2021-03-04": True, "2024-01-01": True}),
        ("+33553356237", {"2017-05-10": True, "2021-03-04": True, "2021-04-08": True, "2021-04-09": False}),
        ("+33986013646", {"2021-03-04": False, "2021-03-05": True, "2022-01-25": True, "2022-03-29": False}),
        ("+33974757678", {"2021-04-09": False, "2022-03-29": True, "2023-01-31": True, "2023-02-01": False}),
        ("+33187520070", {"2021-04-09": False, "2022-03-29": True, "2022-11-11": True}),
        ("+33199003646", {"2017-05-10": False, "2021-03-04": False}),
    ],
)
def test_which_numbers_may_be_shown_on_a_day(value: str, days: dict[str, bool]) -> None:
    told = {day: on(day).find_point("phone", value, "they_contact_you") is not None for day in days}
    assert told == days


def test_the_list_of_shown_numbers_is_closed_until_november_2022_and_open_after() -> None:
    for day, closed in [
        ("2017-05-10", True),
        ("2022-11-11", True),
        ("2022-11-12", False),
        ("2026-11-24", False),
    ]:
        for channel in ("call", "voicemail"):
            assert (on(day).find_closed_listing("phone", "they_contact_you", channel) is not None) is closed  # type: ignore[arg-type]


@pytest.mark.parametrize("channel", ["sms", "email", "call", "voicemail", "social", "letter"])
@pytest.mark.parametrize("day", ["2017-05-10", "2021-03-04", "2026-11-24"])
def test_only_3646_is_to_be_rung_whatever_the_channel(channel: str, day: str) -> None:
    listing = on(day).find_closed_listing("phone", "you_contact_them", channel)  # type: ignore[arg-type]
    assert listing is not None
    assert listing.id == "list.phone.ring"
    assert on(day).find_point("phone", "3646", "you_contact_them") is not None
    assert on(day).find_point("phone", "+33553356237", "you_contact_them") is None


@pytest.mark.parametrize("value", ["+33184903646", "3422", "3608", "3679"])
def test_numbers_that_nothing_confirms_are_known_and_never_contradict(value: str) -> None:
    point = on("2024-01-01").find_point("phone", value, "you_contact_them")
    assert point is not None
    assert point.quality == "inferred"


@pytest.mark.parametrize(
    ("day", "tariff"),
    [
        ("2017-06-01", "premium"),
        ("2019-06-01", "standard"),
        ("2020-07-03", "standard"),
        ("2026-01-01", "standard"),
    ],
)
def test_the_price_of_3646_by_date_and_the_doubt_in_its_favour(day: str, tariff: str) -> None:
    point = on(day).find_point("phone", "3646", "you_contact_them")
    assert point is not None
    when = date.fromisoformat(day)
    assert next(t.tariff for t in point.tariffs if t.in_force.possibly_holds(when)) == tariff


def test_38663_writes_and_is_answered_only_during_tracing() -> None:
    for day, writes, answered in [
        ("2020-11-02", False, True),  # since when one could answer it is unknown
        ("2020-11-03", True, True),
        ("2021-03-04", True, True),
        ("2023-01-31", True, True),
        ("2023-02-01", False, False),
    ]:
        view = on(day)
        assert (view.find_point("short_code", "38663", "they_contact_you") is not None) is writes
        assert (view.find_point("short_code", "38663", "you_contact_them") is not None) is answered
    assert on("2024-01-01").find_closed_listing("short_code", "they_contact_you", "sms") is None
    assert on("2024-01-01").find_retired_point("short_code", "38663") is not None


# ---- e-mail and links


OFFICES = {"cgss-martinique.fr", "cgss-guadeloupe.fr", "cgss.re", "cnamts.fr"}
"""From which offices write, or wrote, beside what the national one announced."""


def test_mail_senders_none_then_one_address_then_four_domains() -> None:
    assert on("2022-04-06").find_closed_listing("mail_domain", "they_contact_you", "email") is None
    assert (
        on("2022-04-07").find_closed_listing("mail_address", "they_contact_you", "email").id
        == "list.mail.address"
    )  # type: ignore[union-attr]
    assert (
        on("2024-08-01").find_closed_listing("mail_domain", "they_contact_you", "email").id
        == "list.mail.domains"
    )  # type: ignore[union-attr]
    four = {"app.assurance-maladie.fr", "assurance-maladie.fr", "info.ameli.fr", "ameli.fr"}
    assert {p.value for p in on("2024-08-01").iterate_points("mail_domain")} == four | OFFICES
    assert {p.value for p in on("2022-04-07").iterate_points("mail_domain")} == OFFICES
    assert {p.value for p in on("2022-04-07").iterate_points("mail_address")} == {
        "assurance-maladie@info.ameli.fr"
    }


@pytest.mark.parametrize(
    "day", [f"2024-{month:02}-{d}" for month in (5, 6, 7, 8) for d in ("01", "15", "30")]
)
def test_mail_senders_stay_closed_while_one_list_follows_the_other(day: str) -> None:
    assert on(day).find_closed_listing("mail_domain", "they_contact_you", "email") is not None


def test_mail_domains_do_not_hold_the_names_below_them() -> None:
    points = [p for p in CHARTER.clauses if isinstance(p, PointClause) and p.medium == "mail_domain"]
    assert {p.value for p in points if p.subdomains} == {"cnamts.fr"}  # under which each office had a name


def test_links_of_an_sms_are_closed_from_march_2021_and_inferred_elsewhere() -> None:
    for day, channel, listing in [
        ("2021-03-03", "sms", "list.web.other"),
        ("2021-03-04", "sms", "list.web.sms"),
        ("2026-11-24", "sms", "list.web.sms"),
        ("2021-03-04", "email", "list.web.other"),
    ]:
        found = on(day).find_closed_listing("web_host", "you_contact_them", channel)  # type: ignore[arg-type]
        assert found is not None
        assert found.id == listing
    inferred = next(c for c in CHARTER.clauses if c.id == "list.web.other")
    assert inferred.quality == "inferred"


def test_the_delegate_s_form_lives_and_dies_with_tracing() -> None:
    for day, there in [
        ("2021-12-31", False),
        ("2022-01-12", True),
        ("2023-01-31", True),
        ("2023-02-01", False),
    ]:
        point = on(day).find_point("web_host", "cnam.briserlachaine.org")
        assert (point is not None) is there
        if point:
            assert "Bayes" in point.delegate


def test_no_sender_name_is_in_the_charter() -> None:
    assert not any(isinstance(c, PointClause) and c.medium == "sms_sender" for c in CHARTER.clauses)


def test_a_code_to_scan_in_a_letter_leads_to_its_own_site_alone_since_2025() -> None:
    def closed(day: str) -> str:
        clause = on(day).find_closed_listing("web_host", "you_contact_them", "letter")
        return clause.id if clause else ""

    assert (closed("2025-09-01"), closed("2025-09-02")) == ("list.web.other", "list.web.letter")


# ---- programmes and advice


def test_tracing_runs_from_may_2020_to_january_2023() -> None:
    tracing = on("2024-01-01").find_programme("tracing")
    assert tracing is not None
    for day, runs in [
        ("2020-05-10", False),
        ("2020-05-13", True),
        ("2023-01-31", True),
        ("2023-02-01", False),
    ]:
        assert tracing.in_force.possibly_holds(date.fromisoformat(day)) is runs


def test_only_a_programme_with_a_known_end_has_terms_that_invoke_it() -> None:
    for name in CHARTER.lexicon.programmes:
        programme = on("2024-01-01").find_programme(name)
        assert programme is not None
        assert programme.in_force.latest_end < date(2026, 11, 24)


def advised(day: str, channel: str, when: str) -> set[str]:
    return {
        c.id
        for c in on(day).clauses
        if isinstance(c, AdviceClause) and channel in c.channels and when in c.when
    }


def test_17cyber_only_from_its_opening_and_info_escroqueries_only_before() -> None:
    before, after = advised("2024-12-16", "sms", "paid"), advised("2024-12-17", "sms", "paid")
    assert "advice.17cyber" not in before
    assert "advice.info_escroqueries" in before
    assert "advice.17cyber" in after
    assert "advice.info_escroqueries" not in after


@pytest.mark.parametrize(
    "when",
    [
        "received",
        "doubt",
        "clicked",
        "paid",
        "gave_nir",
        "gave_bank",
        "gave_card",
        "gave_credentials",
        "rang_back",
    ],
)
@pytest.mark.parametrize("day", ["2021-03-04", "2026-11-24"])
@pytest.mark.parametrize("channel", ["sms", "email", "call", "voicemail", "social", "letter"])
def test_there_is_something_to_do_in_every_situation(when: str, day: str, channel: str) -> None:
    if when == "clicked" and channel in ("call", "voicemail") and day < "2018":
        return
    assert advised(day, channel, when)


@pytest.mark.parametrize(
    ("channel", "advice"),
    [("sms", "advice.33700.sms"), ("email", "advice.signal_spam"), ("voicemail", "advice.33700.voice")],
)
def test_where_to_report_depends_on_the_channel(channel: str, advice: str) -> None:
    assert advice in advised("2024-01-01", channel, "received")


@pytest.mark.parametrize(
    ("day", "channel", "advice", "price"),
    [
        ("2024-04-24", "sms", "advice.33700.sms", "prix d'un SMS normal"),
        ("2024-04-25", "sms", "advice.33700.sms.free", "gratuit"),
        ("2024-04-24", "voicemail", "advice.33700.voice", "prix d'un SMS normal"),
        ("2026-11-28", "call", "advice.33700.voice.free", "gratuit"),
    ],
)
def test_33700_is_free_since_april_2024(day: str, channel: str, advice: str, price: str) -> None:
    told = [
        c
        for c in on(day).clauses
        if isinstance(c, AdviceClause) and c.contact == "33700" and channel in c.channels and c.price
    ]
    assert [(c.id, c.price.fr) for c in told if c.price] == [(advice, price)]


def test_33700_asks_for_number_or_name_then_day_then_hour() -> None:
    said = next(c for c in CHARTER.clauses if c.id == "advice.33700.sms.free").wording
    for text, words in (
        (said.fr, ("numéro", "nom", "jour", "heure")),
        (said.en, ("number", "name", "day", "hour")),
    ):
        places = [text.index(word) for word in words]
        assert places == sorted(places)


def test_a_number_that_costs_says_so() -> None:
    block = next(c for c in CHARTER.clauses if c.id == "advice.card.block")
    assert isinstance(block, AdviceClause)
    assert block.price is not None
    assert "surtaxé" in block.price.fr
    assert "premium" in block.price.en


def test_disagreements_between_sources_are_kept() -> None:
    notes = " ".join(s.note for c in CHARTER.clauses for s in c.sources)
    for words in (
        "digit missing",
        "overseas",
        "every ten days",
        "no longer names this number",
        "never by telephone",
    ):
        assert words in notes
