"""A report is kept with consent, put into its campaign, asked after by its receipt, taken back, and erased in time."""

from datetime import UTC, date, datetime

import psycopg
import pytest
from rensa import RMinHash

from tests.campaigns.reporting import NOW, campaigns_of, receipt_of, report
from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.grouping import FREQUENT
from tocsin.campaigns.report_grouping import BATCH, _fingerprint_variant, group_waiting_reports
from tocsin.campaigns.report_receipts import NotAReceiptCode, ReceiptKeys, draw_ticket, parse_receipt_code
from tocsin.campaigns.report_store import (
    UnknownRegion,
    erase_old_reports,
    find_report,
    withdraw_report,
)

FINE = "Vous avez une amende impayée de 35 euros, réglez-la avant majoration sur {}"
PARCEL = "Votre colis n'a pas pu être livré, choisissez un nouveau créneau de livraison : {}"
_WORDS = (
    "bonjour suite au dernier calcul de vos droits annuels nous constatons une somme restante en votre faveur merci"
    " de valider aujourd'hui votre dossier sans attendre auprès du service de règlement agréé"
).split()
_MOST = len(_WORDS) * 6 // 10
BRIDGED = " ".join(_WORDS[:_MOST]), " ".join(_WORDS[-_MOST:]), " ".join(_WORDS)
"""The first six tenths of a text, its last six tenths, and the text."""


def test_reports_become_campaigns_as_they_come(db: psycopg.Connection) -> None:
    for text in (FINE.format("a.example"), PARCEL.format("b.example"), FINE.format("c.example")):
        report(db, text)
    assert group_waiting_reports(db, NOW) == {"reports": 3, "campaigns": 2}
    report(db, FINE.format("d.example").replace("35", "48"))
    assert group_waiting_reports(db, NOW) == {"reports": 1, "campaigns": 0}
    assert campaigns_of(db) == [1, 2, 1, 1]
    assert group_waiting_reports(db, NOW) == {"reports": 0, "campaigns": 0}


@pytest.mark.parametrize("before", [1, 30_000])
def test_the_same_reports_give_the_same_campaigns_in_one_run_or_in_many(
    db: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    """Also among so many variants that nothing less than half alike counts."""
    said = (FINE, PARCEL, "Votre carte Vitale arrive à expiration, remplissez le formulaire : {}", *BRIDGED)
    texts = [
        said[n % 6].format(f"h{n % 7}.example")
        + ("" if n % 4 else f" avant le {n} novembre, sans quoi tout est perdu")
        for n in range(40)
    ]
    set_number = "select setval('tracing_campaigntext_id_seq', %s)"
    db.execute(set_number, [before])
    for text in texts:
        report(db, text)
    group_waiting_reports(db, NOW)
    at_once = campaigns_of(db)
    db.commit()
    db.execute(
        "truncate tracing_reportletter, tracing_report, tracing_campaign, tracing_campaigntext, tracing_campaignday, tracing_campaignstep,"
        " tracing_campaignapart, tracing_abusereport restart identity"
    )
    monkeypatch.setattr("tocsin.campaigns.report_grouping.BATCH", 3)
    db.execute(set_number, [before])
    for text in texts:
        report(db, text)
    group_waiting_reports(db, NOW)
    assert campaigns_of(db) == at_once
    assert len(set(at_once)) > 1
    assert BATCH > 40


def test_what_an_analyst_decided_on_is_made_one_with_nothing(db: psycopg.Connection) -> None:
    begins, ends, whole = BRIDGED
    report(db, begins)
    report(db, ends)
    group_waiting_reports(db, NOW)
    assert campaigns_of(db) == [1, 2]
    db.execute("update tracing_campaign set state = 'harmless' where id = 2")
    report(db, whole)
    group_waiting_reports(db, NOW)
    assert campaigns_of(db)[:2] == [1, 2]


def test_nor_with_what_began_since(db: psycopg.Connection) -> None:
    begins, ends, whole = BRIDGED
    report(db, begins)
    group_waiting_reports(db, NOW)
    db.execute("update tracing_campaign set state = 'confirmed'")
    report(db, ends)
    report(db, whole)
    group_waiting_reports(db, NOW)
    assert campaigns_of(db)[:2] == [1, 2]


def test_a_false_alarm_is_looked_at_again_once_it_leads_elsewhere(db: psycopg.Connection) -> None:
    genuine = "Assurance Maladie : vos démarches se font aussi dans votre compte ameli, sur {}"
    asked = "select state, (select by from tracing_campaignstep where what = 'new') from tracing_campaign"
    report(db, genuine.format("https://www.ameli.fr"))
    group_waiting_reports(db, NOW)
    db.execute("update tracing_campaign set state = 'harmless'")
    for host, told in (
        ("https://www.ameli.fr", ("harmless", None)),
        ("https://other.example", ("new", "clock")),
    ):
        report(db, genuine.format(host))
        group_waiting_reports(db, NOW)
        assert db.execute(asked).fetchall() == [told]
    db.execute("update tracing_campaign set state = 'harmless'")
    report(db, genuine.format("https://other.example"))
    group_waiting_reports(db, NOW)
    assert campaigns_of(db) == [1] * 4
    assert db.execute("select state from tracing_campaign").fetchall() == [("harmless",)]


def test_bands_of_variants_in_the_store_are_not_computed_again(
    db: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in (FINE, PARCEL):
        report(db, text)
    group_waiting_reports(db, NOW)
    computed = []

    def count_minima(num_perm: int, seed: int) -> RMinHash:
        computed.append(seed)
        return RMinHash(num_perm=num_perm, seed=seed)

    monkeypatch.setattr("tocsin.campaigns.fingerprint.RMinHash", count_minima)
    _fingerprint_variant.cache_clear()
    report(db, FINE.replace("réglez-la avant", "payez-la tout de suite, avant"))
    group_waiting_reports(db, NOW)
    assert campaigns_of(db) == [1, 2, 1]
    assert len(computed) == 1


def test_a_text_whose_bands_many_share_finds_its_own_words(db: psycopg.Connection) -> None:
    """Its report is erased, its variant is still there; of the others only so many are read."""
    report(db, FINE)
    group_waiting_reports(db, NOW)
    db.execute(
        "insert into tracing_campaigntext (campaign_id, text, bands, marks, level)"
        " select campaign_id, 'autre ' || n, bands, marks, level from tracing_campaigntext, generate_series(1, %s) n",
        [FREQUENT],
    )
    db.execute("delete from tracing_report")
    report(db, FINE)
    assert group_waiting_reports(db, NOW) == {"reports": 1, "campaigns": 0}
    assert db.execute("select variant_id from tracing_report").fetchall() == [(1,)]


def test_a_report_that_is_much_like_two_makes_them_one_and_says_so(db: psycopg.Connection) -> None:
    for text in BRIDGED:
        report(db, text)
        group_waiting_reports(db, NOW)
    assert campaigns_of(db) == [1, 1, 1]
    steps = db.execute("select campaign_id, what, other_id, by from tracing_campaignstep").fetchall()
    assert steps == [(1, "grown", 2, "clock")]
    assert db.execute("select became_id from tracing_campaign where id = 2").fetchall() == [(1,)]


def test_the_receipt_finds_the_report_and_nothing_else_does(db: psycopg.Connection) -> None:
    receipt = report(db, FINE.format("a.example"), region="R53")
    found = find_report(db, receipt)
    assert found
    assert (found.reported_on, found.region, found.campaign_id) == (date(2026, 11, 29), "R53", None)
    group_waiting_reports(db, NOW)
    again = find_report(db, receipt)
    assert again
    assert again.campaign_id == 1
    assert find_report(db, receipt_of("somebody else's")) is None
    columns = db.execute(
        "select column_name from information_schema.columns where table_name = 'tracing_report' order by 1"
    ).fetchall()
    assert {name for (name,) in columns} == {
        "id", "variant_id", "reported_on", "day", "origin", "channel", "text", "text_key", "sender", "level", "claims",
        "clauses", "hosts", "numbers", "region", "digest",
    }  # fmt: skip


def test_the_same_form_sent_twice_is_one_report(db: psycopg.Connection) -> None:
    keys, ticket = ReceiptKeys.derive(b"k"), draw_ticket()
    assert keys.make_code(ticket) == keys.make_code(ticket)
    assert parse_receipt_code(keys.make_code(ticket).lower()) == keys.make_code(ticket)
    assert keys.make_code(ticket) != ReceiptKeys.derive(b"l").make_code(ticket)
    report(db, FINE, receipt=receipt_of(ticket))
    report(db, FINE, receipt=receipt_of(ticket))
    assert db.execute("select count(*) from tracing_report").fetchone() == (1,)


@pytest.mark.parametrize("typed", ["", "K7QF-2M9D", "K7QF-2M9D-HJ4RX", "K7QF-2M9D-HJ4O"])
def test_what_is_no_receipt_is_said(typed: str) -> None:
    with pytest.raises(NotAReceiptCode):
        parse_receipt_code(typed)


def test_only_a_region_is_taken(db: psycopg.Connection) -> None:
    with pytest.raises(UnknownRegion):
        report(db, FINE, region="35")


def test_what_is_taken_back_is_gone_with_all_that_came_of_it(db: psycopg.Connection) -> None:
    alone, first, second = (report(db, text) for text in (PARCEL, FINE, FINE.replace("sur", "sur le site")))
    group_waiting_reports(db, NOW)
    withdraw_report(db, first)
    assert find_report(db, first) is None
    assert find_report(db, second)
    assert db.execute("select text from tracing_campaigntext where campaign_id = 2").fetchall() == [
        (FINE.replace("sur", "sur le site"),)
    ]
    bands = db.execute("select bands from tracing_campaigntext where campaign_id = 2").fetchall()
    assert bands == [(list(TextFingerprint(FINE.replace("sur", "sur le site")).bands),)]
    withdraw_report(db, alone)
    withdraw_report(db, second)
    for table in ("report", "campaign", "campaigntext", "campaignday"):
        assert db.execute(f"select count(*) from tracing_{table}").fetchone() == (0,), table
    report(db, PARCEL)
    group_waiting_reports(db, NOW)
    assert campaigns_of(db) == [3]  # a number is given once


def test_a_variant_says_in_whose_name_its_reports_come_and_by_which_channels(db: psycopg.Connection) -> None:
    told = "select claims, channels from tracing_campaigntext"
    first = report(db, FINE)
    group_waiting_reports(db, NOW)
    assert db.execute(told).fetchall() == [([], ["sms"])]
    report(db, FINE)
    db.execute("update tracing_report set claims = '{dgfip}', channel = 'email' where variant_id is null")
    group_waiting_reports(db, NOW)
    assert db.execute(told).fetchall() == [(["dgfip"], ["email", "sms"])]
    withdraw_report(db, first)
    assert db.execute(told).fetchall() == [(["dgfip"], ["email"])]


def test_a_report_is_erased_after_its_months_and_its_campaign_later(db: psycopg.Connection) -> None:
    report(db, FINE)
    group_waiting_reports(db, NOW)
    assert erase_old_reports(db, date(2027, 11, 28)) == {"letters": 0, "reports": 0, "campaigns": 0}
    assert erase_old_reports(db, date(2027, 11, 29)) == {"letters": 0, "reports": 1, "campaigns": 0}
    assert db.execute("select sum(reports) from tracing_campaignday").fetchone() == (1,)
    assert erase_old_reports(db, date(2028, 12, 1)) == {"letters": 0, "reports": 0, "campaigns": 1}
    for table in ("report", "campaign", "campaigntext", "campaignday"):
        assert db.execute(f"select count(*) from tracing_{table}").fetchone() == (0,), table


def test_what_no_database_takes_is_kept_otherwise(db: psycopg.Connection) -> None:
    report(db, 'nul \0 et demi \ud83d caractère, à payer sur "a\\b".example {}')
    group_waiting_reports(db, datetime(2026, 11, 29, tzinfo=UTC))
    assert campaigns_of(db) == [1]
