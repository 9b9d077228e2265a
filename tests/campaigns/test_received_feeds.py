"""Others hand over lists of hosts and numbers: they warn, name their source, and go no further than their mark lets them.

The page is ``docs/integrate/use-others-lists.md``.
"""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tocsin.campaigns.exchange.block_lists import write_host_list
from tocsin.campaigns.exchange.feed_evidence import find_listed_evidence
from tocsin.campaigns.exchange.misp_event import write_misp_events
from tocsin.campaigns.exchange.received_feed import BadFeedTable, read_feed_folder
from tocsin.campaigns.exchange.stix_bundle import write_stix_bundle
from tocsin.cli.batch_judge import BatchJudge
from tocsin.cli.main import run_cli
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge
from tocsin.web.api.message_judges import look_up_public_listings

from .test_exchange import CAMPAIGN, TERMS

TODAY = date(2026, 11, 28)
WRITTEN = datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()
LISTED = "Coucou, les photos du mariage de Léa sont sur suivi.colis-relais.example, gros bisous à vous deux"
"""Nothing speaks against it but where it leads."""


@pytest.fixture
def feeds(tmp_path: Path):
    """Writes a folder of feeds, each a name, a format, a mark and its content; then reads it as of a day."""

    def write(*told: tuple[str, str, str, str], today: date = TODAY, hold_days: int = 3_000):
        table = [
            {"file": name, "source": f"Source {name}", "format": form, "tlp": tlp, "hold_days": hold_days}
            for name, form, tlp, _ in told
        ]
        (tmp_path / "feeds.yaml").write_text(json.dumps(table))
        for name, _, _, content in told:
            (tmp_path / name).write_text(content)
            os.utime(tmp_path / name, (WRITTEN, WRITTEN))
        return read_feed_folder(tmp_path, today)

    return write


def check(book, text=LISTED, audience="amber", **options):
    message = message_from_text(text, "sms", received=options.pop("received", TODAY), **options)
    known = find_listed_evidence(book, message, audience)
    return judge(message, lang="en", known=known)


def list_values(book):
    return {(one.kind, one.value) for reading in book.readings for one in reading.indicators}


PLAIN = "# Anti-fraude, 2026-11-20, TLP:CLEAR\n0.0.0.0 colis-relais.example\nhttps://autre.example/p?x=1\n+33 1 99 00 12 34\n"


def test_a_listed_host_is_one_more_named_reason_that_warns(feeds):
    book = feeds(("a.txt", "list", "clear", PLAIN))
    assert list_values(book) == {
        ("host", "colis-relais.example"),
        ("host", "autre.example"),
        ("number", "+33199001234"),
    }
    without, with_list = judge(message_from_text(LISTED, "sms", received=TODAY)), check(book)
    assert without.level != "suspicious"
    assert with_list.level == "suspicious"
    (reason,) = (one for one in with_list.reasons if one.kind == "listed")
    assert reason.weight == "warns"
    assert reason.quote in LISTED
    assert "Listed by Source a.txt since 20 November 2026" in reason.text
    assert reason.source == "list of Source a.txt, 2026-11-20, TLP:CLEAR"


def test_a_listed_number_warns_and_another_does_not(feeds):
    book = feeds(("a.txt", "list", "clear", PLAIN))
    assert check(book, "Bonjour, la réunion est à 14 h, appelle-moi au 01 99 00 12 34").level == "suspicious"
    assert check(book, "Bonjour, la réunion est à 14 h, appelle-moi au 01 99 00 12 35").level == "unrelated"


def test_a_list_never_makes_an_imposture(feeds):
    """Not even of a message in an institution's name that reads like a fraud."""
    book = feeds(("a.txt", "list", "clear", "www.securite-info.example\n"))
    for text in (
        "Assurance Maladie : votre dossier est prêt, voir www.securite-info.example",
        "CPAM : votre remboursement vous attend, www.securite-info.example",
    ):
        alone = judge(message_from_text(text, "sms", received=TODAY)).level
        listed = check(book, text)
        assert "listed" in {one.kind for one in listed.reasons}
        assert (alone == "imposture") == (listed.level == "imposture")


def test_each_source_is_named(feeds):
    book = feeds(("a.txt", "list", "clear", PLAIN), ("b.txt", "list", "green", "colis-relais.example\n"))
    assert sum(one.kind == "listed" for one in check(book).reasons) == 2


def test_nothing_is_told_beyond_its_mark(feeds):
    marked = [
        (f"{tlp}.txt", "list", tlp, "colis-relais.example\n") for tlp in ("clear", "green", "amber", "red")
    ]
    book = feeds(*marked)

    def told(audience):
        return [
            one.text.split("Source ")[1].split(".txt")[0]
            for one in check(book, audience=audience).reasons
            if one.kind == "listed"
        ]

    assert told("clear") == ["clear"]
    assert told("green") == ["clear", "green"]
    assert told("amber") == ["clear", "green", "amber"]
    assert book.readings[3].refused == {"red": 1}  # held by nobody but those it was told to


def test_a_mark_in_the_file_counts_where_it_is_stricter(feeds):
    book = feeds(
        ("a.txt", "list", "clear", "# TLP:AMBER\ncolis-relais.example\n"), ("b.txt", "list", "amber", PLAIN)
    )
    assert check(book, audience="green").level != "suspicious"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("www.ameli.fr", "published"),
        ("service-public.fr", "published"),
        ("3646", "published"),
        ("bit.ly", "too_broad"),
        ("co.uk", "too_broad"),
        ("not a host", "unreadable"),
        ("vieux.example # until 2026-11-27", "expired"),
    ],
)
def test_what_a_list_must_not_accuse_is_not_used(feeds, line, why):
    """Whoever can write to somebody's list could have the institution's own messages warned of."""
    book = feeds(("a.txt", "list", "clear", f"{line}\n"))
    assert book.readings[0].refused == {why: 1}
    assert book.readings[0].indicators == ()


def test_a_listing_ends(feeds):
    content = "colis-relais.example # until 2026-11-28\n"
    assert check(feeds(("a.txt", "list", "clear", content))).level == "suspicious"
    late = feeds(("a.txt", "list", "clear", content), today=date(2026, 11, 29))
    assert late.readings[0].refused == {"expired": 1}


def test_a_shortener_is_listed_by_its_whole_link(feeds):
    book = feeds(("a.txt", "list", "clear", "https://bit.ly/3xFraude\n"))
    assert list_values(book) == {("link", "bit.ly/3xFraude")}
    assert "listed" in {one.kind for one in check(book, "Regarde https://bit.ly/3xFraude").reasons}
    assert "listed" not in {one.kind for one in check(book, "Regarde https://bit.ly/3xAutre").reasons}


def test_what_we_hand_over_is_read_back(feeds):
    told = (CAMPAIGN,)
    book = feeds(
        ("a.json", "stix", "clear", write_stix_bundle(told, TERMS)),
        ("b.json", "misp", "clear", write_misp_events(told, TERMS)),
        ("c.txt", "list", "clear", write_host_list(told, TERMS)),
    )
    stix, misp, hosts = book.readings
    assert {one.value for one in stix.indicators} == {"vitale.example", "bit.ly/x'7"}
    assert {one.value for one in misp.indicators} >= {"vitale.example", "bit.ly/x'7", "+33199001234"}
    assert {one.value for one in hosts.indicators} == {"vitale.example"}
    assert {one.tlp for reading in book.readings for one in reading.indicators} == {"amber"}
    assert {one.until for one in stix.indicators} == {date(2026, 12, 4)}
    assert {one.since for one in stix.indicators} == {date(2026, 11, 3)}


def test_a_pattern_that_asks_for_more_than_a_host_accuses_none(feeds):
    def bundle(pattern, **more):
        one = {
            "type": "indicator",
            "pattern_type": "stix",
            "pattern": pattern,
            "valid_from": "2026-11-20T00:00:00Z",
        }
        return json.dumps({"type": "bundle", "objects": [one | more]})

    both = "[domain-name:value = 'a.example'] AND [domain-name:value = 'b.example']"
    either = "[domain-name:value = 'a.example' OR url:value = 'https://b.example/x']"
    assert list_values(feeds(("a.json", "stix", "clear", bundle(both)))) == set()
    assert list_values(feeds(("a.json", "stix", "clear", bundle(either)))) == {
        ("host", "a.example"),
        ("host", "b.example"),
    }
    assert list_values(feeds(("a.json", "stix", "clear", bundle(either, revoked=True)))) == set()
    green = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
    book = feeds(("a.json", "stix", "clear", bundle(either, object_marking_refs=[green])))
    assert {one.tlp for one in book.readings[0].indicators} == {"green"}


def test_nothing_is_read_without_its_source(feeds, tmp_path):
    (tmp_path / "loose.txt").write_text("colis-relais.example\n")
    assert list_values(feeds()) == set()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"source": " "}, "source"),
        ({"file": "../a.txt"}, "no file of this folder"),
        ({"format": "csv"}, "csv"),
        ({"file": "gone.txt"}, "gone.txt"),
        ({"format": "stix"}, "a.txt"),
    ],
)
def test_a_table_or_file_that_cannot_be_read_is_named(tmp_path, entry, said):
    whole = {"file": "a.txt", "source": "A", "format": "list", "tlp": "clear"} | entry
    (tmp_path / "feeds.yaml").write_text(json.dumps([whole]))
    (tmp_path / "a.txt").write_text("a.example\n")
    with pytest.raises(BadFeedTable, match=said):
        read_feed_folder(tmp_path, TODAY)


def test_scan_names_who_lists_and_the_site_tells_of_what_is_for_everybody(feeds, tmp_path, monkeypatch):
    feeds(("a.txt", "list", "clear", PLAIN), ("b.txt", "list", "green", "colis-relais.example\n"))
    day = {"feeds": str(tmp_path), "lang": "en", "charter": None, "today": TODAY}
    rows = json.dumps({"channel": "sms", "text": LISTED, "received_at": "2026-11-28"}).encode()
    (line,) = BatchJudge(**day).judge_lines(rows, 1).output.splitlines()
    assert [one["source"][:18] for one in json.loads(line)["reasons"] if one["kind"] == "listed"] == [
        "list of Source a.t",
        "list of Source b.t",
    ]
    monkeypatch.setenv("TOCSIN_FEEDS", str(tmp_path))
    message = message_from_text(LISTED, "sms", received=TODAY)
    assert [e.about.source for e in look_up_public_listings(message, TODAY)] == ["Source a.txt"]
    (tmp_path / "a.txt").unlink()  # and a folder that cannot be read does not stop a check
    assert look_up_public_listings(message, TODAY) == ()


def test_the_command_says_what_counts_and_what_does_not(feeds, tmp_path, capsys):
    feeds(("a.txt", "list", "clear", PLAIN + "www.ameli.fr\n"))
    os.utime(tmp_path / "a.txt")
    assert run_cli(["feeds", str(tmp_path)]) == 0
    assert capsys.readouterr().out == (
        "Source a.txt (a.txt): 2 hosts, 0 links, 1 number; 3 TLP:CLEAR; not used: 1 published\n"
    )
    (tmp_path / "a.txt").unlink()
    assert run_cli(["feeds", str(tmp_path)]) == 65
    assert "a.txt" in capsys.readouterr().err
