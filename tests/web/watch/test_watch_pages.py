"""An analyst looks at what is new, says what it is, joins, parts, takes it back, and has requests ready."""

import base64
import json
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import psycopg
import pytest
from django.test import Client

from tests.campaigns.reporting import NOW, TODAY, campaigns_of, report
from tests.web.checked_page import read_page
from tests.web.inside import signed_in
from tests.web.watch.conftest import FINE, REWORDED
from tocsin.campaigns.campaign_desk import read_campaign
from tocsin.campaigns.campaign_search import find_campaigns, read_search
from tocsin.campaigns.genuine_likeness import find_genuine_likeness
from tocsin.campaigns.report_grouping import group_waiting_reports
from tocsin.message_templates.texts_in_force import list_texts_in_force
from tocsin.web.watch import campaign_page


def do(analyst: Client, campaign: int, what: str, **fields: object):
    """What a form of the page does; with the decision goes what the page showed."""
    if what == "decide":
        page = analyst.get(f"/veille/{campaign}").content.decode()
        fields["read"] = re.findall(r'name="read" value="(\d+)"', page)
    return analyst.post(f"/veille/{campaign}/changer", {"do": what, **fields})


def rows(db: psycopg.Connection, asked: str) -> list[tuple]:
    return db.execute(asked).fetchall()


def test_new_campaigns_are_listed_with_what_grows(analyst: Client) -> None:
    said = read_page(analyst.get("/veille"))
    assert "réglez 0,99 euro avant ce soir" in said
    assert "n° 1" in said
    assert "n° 2" in said
    page = read_page(analyst.get("/veille/1"))
    assert "signalée 3 fois, le 29 novembre 2026" in page
    for part in ("l'Assurance Maladie", "a.example", "b.example", "Bretagne", "dernier rappel,"):
        assert part in page
    assert "<svg" in analyst.get("/veille/1").content.decode()
    assert analyst.get("/en/watch/1").status_code == 200
    assert analyst.get("/veille/77").status_code == 404


@pytest.mark.parametrize("role", ["agent", "auditor", "communication"])
def test_it_is_the_analysts_alone_and_they_see_no_file(reported, with_store: str, role) -> None:
    client = signed_in(with_store, role)
    assert client.get("/veille").status_code == 403
    assert client.post("/veille/1/changer", {"do": "decide", "state": "confirmed"}).status_code == 403


def test_an_analyst_opens_nobodys_file(analyst: Client) -> None:
    for page in ("/poste", "/tableau", "/recherche", "/journal"):
        assert analyst.get(page).status_code in (403, 404)


def test_a_campaign_is_confirmed_with_the_text_that_was_read(
    analyst: Client, reported: psycopg.Connection
) -> None:
    assert (
        do(analyst, 1, "decide", state="confirmed", sample="AMELI : votre carte vitale expire").status_code
        == 302
    )
    assert rows(reported, "select state, sample, state_by from tracing_campaign where id = 1") == [
        ("confirmed", "AMELI : votre carte vitale expire", "anais")
    ]
    report(
        reported,
        FINE.format("d.example") + " puis rappelez vite ce numéro pour confirmer votre identité complète",
    )
    group_waiting_reports(reported, NOW)
    assert "1 variante à lire" in read_page(analyst.get("/veille?state=confirmed"))
    assert rows(
        reported, "select action, subject_id, why from staff_entry where action = 'watch.decide'"
    ) == [("watch.decide", 1, "decide")]
    do(analyst, 1, "decide", state="harmless")
    assert "Fausse alerte, fermée" in read_page(analyst.get("/veille/1"))
    assert rows(reported, "select sample from tracing_campaign where id = 1") == [("",)]


def test_only_the_variants_that_were_shown_circulate(
    analyst: Client, reported: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever floods a campaign with variants gets none of them past the analyst's eyes, nor between look and click."""
    monkeypatch.setattr(campaign_page, "LISTED", 1)
    assert "Confirmer vaut pour les 1 variantes montrées" in read_page(analyst.get("/veille/1"))
    do(analyst, 1, "decide", state="confirmed", sample="x")
    asked = "select vouched_at is not null from tracing_campaigntext where campaign_id = 1 order by id"
    assert rows(reported, asked) == [(True,), (False,)]
    monkeypatch.setattr(campaign_page, "LISTED", 30)
    assert "signalée 1 fois · à lire" in read_page(analyst.get("/veille/1"))
    do(analyst, 1, "decide", state="confirmed", sample="x")
    assert rows(reported, asked) == [(True,), (True,)]
    report(
        reported, REWORDED.format("e.example") + " puis rappelez vite ce numéro pour confirmer votre identité"
    )
    shown = analyst.get("/veille/1").content.decode()
    group_waiting_reports(reported, NOW)
    known = re.findall(r'name="read" value="(\d+)"', shown)
    analyst.post("/veille/1/changer", {"do": "decide", "state": "confirmed", "sample": "x", "read": known})
    assert rows(reported, asked) == [(True,), (True,), (False,)]


def test_what_nobody_has_read_stands_first_and_what_is_reported_most(
    analyst: Client, reported: psycopg.Connection
) -> None:
    """The text to which the others are compared stands before them."""
    for host in ("f.example", "g.example"):
        report(
            reported, REWORDED.format(host) + " puis rappelez vite ce numéro pour confirmer votre identité"
        )
    group_waiting_reports(reported, NOW)
    listed = [one.reports for one in read_campaign(reported, 1).variants]
    assert listed == [2, 2, 1]
    (first, last) = rows(reported, "select min(id), max(id) from tracing_campaigntext where campaign_id = 1")[
        0
    ]
    reported.execute("update tracing_campaigntext set vouched_at = now() where id = %s", (last,))
    assert [one.reports for one in read_campaign(reported, 1).variants] == [2, 1, 2]
    assert read_campaign(reported, 1).variants[0].id == first


EXAMPLE = "Assurance Maladie : vos démarches se font aussi dans votre compte ameli, sur https://www.ameli.fr"


def test_what_is_like_our_own_texts_is_confirmed_only_by_who_has_read_it(
    analyst: Client, reported: psycopg.Connection
) -> None:
    ours = next(one.words.fr for one in list_texts_in_force(reported, NOW) if len(one.words.fr) > 80)
    report(reported, ours)
    group_waiting_reports(reported, NOW)
    assert "cela ressemble à un message authentique" in read_page(analyst.get("/veille/3"))
    alike = [one.text for one in find_genuine_likeness(reported, [EXAMPLE], NOW)]
    assert alike.count(EXAMPLE) == 1  # of many clauses
    refused = do(analyst, 3, "decide", state="confirmed", sample="x")
    assert refused.status_code == 422
    assert "Cochez que vous avez lu" in read_page(refused)
    assert rows(reported, "select state from tracing_campaign where id = 3") == [("new",)]
    assert do(analyst, 3, "decide", state="confirmed", sample="x", sure="yes").status_code == 302


def test_campaigns_are_joined_parted_and_it_is_undone(analyst: Client, reported: psycopg.Connection) -> None:
    do(analyst, 1, "join", other="2")
    assert campaigns_of(reported) == [1, 1, 1, 1]
    assert "fait partie de" in read_page(analyst.get("/veille/2"))
    (step,) = rows(reported, "select max(id) from tracing_campaignstep")[0]
    do(analyst, 1, "undo", step=step)
    assert campaigns_of(reported) == [1, 1, 1, 2]
    assert "Cette campagne fait partie" not in read_page(analyst.get("/veille/2"))

    (reworded,) = rows(
        reported, "select id from tracing_campaigntext where campaign_id = 1 order by id desc limit 1"
    )[0]
    parted = do(analyst, 1, "part", variant=[reworded])
    assert parted.headers["Location"] == "/veille/3"
    assert campaigns_of(reported) == [1, 1, 3, 2]
    assert rows(
        reported, "select one_id, other_id from tracing_campaignapart where one_id = 1 and other_id = 3"
    )
    (step,) = rows(reported, "select max(id) from tracing_campaignstep")[0]
    assert do(analyst, 1, "undo", step=step).status_code == 302
    assert campaigns_of(reported) == [1, 1, 1, 2]
    again = do(analyst, 1, "undo", step=step)
    assert again.status_code == 422
    assert "C'est déjà défait" in read_page(again)


def test_what_was_decided_stays_when_it_is_joined_to_what_was_not(
    analyst: Client, reported: psycopg.Connection
) -> None:
    do(analyst, 2, "decide", state="confirmed", sample="x", sure="yes")
    assert do(analyst, 1, "join", other="2").headers["Location"] == "/veille/2"
    asked = "select id, state, became_id from tracing_campaign order by id"
    assert rows(reported, asked) == [(1, "new", 2), (2, "confirmed", None)]


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("part", {}, "Cochez les variantes à séparer"),
        ("join", {"other": "1"}, "C'est la même campagne"),
        (
            "prepare",
            {"ask": "operator 38663"},
            "Aucun signalement de cette campagne n'y mène",
        ),  # shown as sender, and the institution's own
        ("join", {"other": "77"}, "Il n'y a pas de campagne de ce numéro"),
        (
            "prepare",
            {"ask": "host innocent.example"},
            "Aucun signalement de cette campagne n'y mène",
        ),
    ],
)
def test_what_cannot_be_done_is_said(analyst: Client, what: str, fields: dict[str, str], said: str) -> None:
    answer = do(analyst, 1, what, **fields)
    assert answer.status_code == 422
    assert said in read_page(answer)


def test_a_request_is_prepared_taken_out_and_followed(analyst: Client, reported: psycopg.Connection) -> None:
    page = analyst.get("/veille/1").content.decode()
    asked = re.findall(r'name="ask" value="([^"]+)"', page)  # a click each
    assert sorted(asked) == [f"{kind} {host}.example" for kind in ("host", "registrar") for host in "ab"]
    do(analyst, 1, "prepare", ask="host b.example", addressee="abuse@host.example")
    told = json.loads(analyst.get("/veille/demande/1.json").content)
    assert {name: told[name] for name in ("xarf_version", "category", "type", "url", "source_identifier")} == {
        "xarf_version": "4.0.0", "category": "content", "type": "phishing", "url": "https://b.example",
        "source_identifier": "b.example",
    }  # fmt: skip
    assert told["report_id"] == json.loads(analyst.get("/veille/demande/1.json").content)["report_id"]
    letter = analyst.get("/veille/demande/1.txt").content.decode()
    assert "Le site b.example, que vous hébergez, sert à une fraude." in letter
    assert (
        "2 personnes nous ont signalé un message où il figure, le 29 novembre 2026. En voici le texte"
        in letter
    )
    assert "{" not in letter
    mail = message_from_bytes(analyst.get("/veille/demande/1.eml").content, policy=SMTP)
    assert (mail["To"], mail.get_param("report-type")) == ("abuse@host.example", "feedback-report")
    words, feedback, message = mail.get_payload()
    assert words.get_content().replace("\r\n", "\n").strip() == letter.strip()
    (fields,) = feedback.get_payload()
    assert {name: fields[name] for name in ("Feedback-Type", "Version", "Reported-URI", "Reported-Domain", "Incidents")} == {
        "Feedback-Type": "fraud", "Version": "1", "Reported-URI": "https://b.example", "Reported-Domain": "b.example",
        "Incidents": "2",
    }  # fmt: skip
    assert "réglez 0,99 euro" in message.get_payload()[0].get_content()
    for state in ("sent", "answered", "down"):
        assert do(analyst, 1, "advance", number=1, state=state).status_code == 302
    assert rows(
        reported,
        "select state, sent_at is not null, answered_at is not null, down_at is not null from tracing_abusereport",
    ) == [("down", True, True, True)]
    assert "hors service depuis le" in read_page(analyst.get("/veille/1"))
    assert analyst.get("/veille/demande/9.json").status_code == 404
    assert analyst.get("/veille/demande/1.exe").status_code == 404


def test_a_request_is_what_the_schemas_that_xarf_publishes_take(
    analyst: Client, reported: psycopg.Connection
) -> None:
    import xarf

    report(reported, REWORDED.format("b.example"), sender="06 39 98 00 77")
    group_waiting_reports(reported, NOW)
    told = []
    for kind, target in (("host", "b.example"), ("operator", "06 39 98 00 77")):
        do(analyst, 1, "prepare", ask=f"{kind} {target}")
        told.append(xarf.parse(analyst.get(f"/veille/demande/{len(told) + 1}.json").content.decode()))
    assert [(one.errors, one.warnings) for one in told] == [([], [])] * 2
    assert [one.report.source_identifier for one in told] == ["b.example", "+33639980077"]
    assert told[0].report.target_brand == "Assurance Maladie"


def test_the_letter_on_what_one_person_reported_speaks_of_one_person(analyst: Client) -> None:
    do(analyst, 2, "prepare", ask="host c.example")
    (number,) = re.findall(r"/veille/demande/(\d+)\.txt", analyst.get("/veille/2").content.decode())
    letter = analyst.get(f"/veille/demande/{number}.txt").content.decode()
    assert "1 personne nous a signalé un message où il figure, le 29 novembre 2026." in letter
    assert (
        "1 person reported a message that names it"
        in analyst.get(f"/en/watch/request/{number}.txt").content.decode()
    )


def test_a_request_tells_of_the_messages_that_lead_to_its_host_alone(
    analyst: Client, reported: psycopg.Connection
) -> None:
    """A variant is kept in the words of its first report, which led elsewhere."""
    report(reported, FINE.format("later.example"), day=TODAY - timedelta(days=2))
    group_waiting_reports(reported, NOW)
    do(analyst, 1, "prepare", ask="host later.example")
    letter = analyst.get("/veille/demande/1.txt").content.decode()
    assert "1 personne nous a signalé un message où il figure, le 27 novembre 2026." in letter
    assert "sur https://later.example" in letter
    assert "a.example" not in letter
    told = json.loads(analyst.get("/veille/demande/1.json").content)
    assert [base64.b64decode(one["payload"]).decode() for one in told["evidence"]] == [
        FINE.format("later.example")
    ]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("2", ["n° 2"]),
        ("n° 1", ["n° 1"]),
        ("b.example", ["n° 1"]),
        ("hxxps://C[.]example/suivi?id=7", ["n° 2"]),
        ("creneau LIVRAISON", ["n° 2"]),
        ("04 65 71 00 12", ["n° 3"]),
        ("+33 4 65 71", ["n° 3"]),
        ("04.65.71.33.20", ["n° 3"]),
        ("example", ["n° 1", "n° 2"]),
        ("38663", ["n° 1", "n° 2"]),
        ("+33 6 39 98 77 66", ["n° 3"]),
        ("100 %", []),
        ("c?example", []),
        ("77", []),
        ("le cheval de mon oncle", []),
    ],
)
def test_campaigns_are_found_by_what_an_analyst_has_in_hand(
    analyst: Client, reported: psycopg.Connection, sought: str, found: list[str]
) -> None:
    """In whatever state they are: the second was shut."""
    report(
        reported,
        "Votre carte bancaire est bloquée, rappelez vite le conseiller au 04 65 71 00 12 pour l'opposition",
        sender="06 39 98 77 66",
    )
    group_waiting_reports(reported, NOW)
    reported.execute(
        "update tracing_campaigntext set marks = marks || '{+33465713320}' where campaign_id = 3"
    )
    do(analyst, 2, "decide", state="harmless")
    page = read_page(analyst.get("/veille", {"q": sought}))
    assert sorted(set(re.findall(r"n° \d(?= (?:À|Conf|Fausse))", page))) == found
    assert ("Rien n'y correspond" in page) == (not found)
    if "n° 2" in found:
        assert "n° 2 Fausse alerte" in page


def test_a_number_is_found_in_words_too_however_it_is_written(
    analyst: Client, reported: psycopg.Connection
) -> None:
    reported.execute(
        "update tracing_campaigntext set text = 'Écris au 04-65 71.00 12', marks = '{}' where campaign_id = 2"
    )
    assert find_campaigns(reported, read_search("+33 (0)4 65 71 00 12")) == [2]


def test_a_sender_is_found_whole_in_any_case(analyst: Client, reported: psycopg.Connection) -> None:
    reported.execute(
        "update tracing_report r set sender = 'AMELI-Info' from tracing_campaigntext t"
        " where t.id = r.variant_id and t.campaign_id = 2"
    )
    assert find_campaigns(reported, read_search("ameli-info")) == [2]
    assert find_campaigns(reported, read_search("ameli-inf")) == []


def test_a_campaign_that_became_part_of_another_is_found_there(analyst: Client) -> None:
    do(analyst, 1, "join", other="2")
    page = read_page(analyst.get("/veille?q=2"))
    assert "n° 1 À décider" in page


def test_a_label_is_shown_in_words(analyst: Client, reported: psycopg.Connection) -> None:
    (variant,) = rows(reported, "select min(id) from tracing_campaigntext")[0]
    analyst.post("/veille/dire", {"variant": variant, "label": "scam"})
    assert "· autre fraude" in read_page(analyst.get("/veille/1"))


def test_doubtful_texts_are_labelled_and_taken_out_as_rows(
    analyst: Client, reported: psycopg.Connection
) -> None:
    report(
        reported,
        "Rendez-vous demain devant la mairie pour la réunion du club de lecture, à vingt heures précises",
    )
    group_waiting_reports(reported, NOW)
    assert "réunion du club de lecture" in read_page(analyst.get("/veille"))
    (variant,) = rows(reported, "select max(id) from tracing_campaigntext")[0]
    assert analyst.post("/veille/dire", {"variant": variant, "label": "harmless"}).status_code == 302
    (row,) = map(json.loads, analyst.get("/veille/lignes.jsonl").content.splitlines())
    assert (row["family"], row["expect"], row["got"]) == ("harmless", {"verdict": ["unrelated"]}, "unrelated")
    assert analyst.post("/veille/dire", {"variant": variant, "label": "x"}).status_code == 400
