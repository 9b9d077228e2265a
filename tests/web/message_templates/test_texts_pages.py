"""The pages of communication: what they show, what they let whom do, and what they say where it cannot be."""

import html
import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.web.inside import signed_in
from tocsin.conversation.flow.load import load_common_texts, load_flow
from tocsin.message_templates import approval_workflow, rewording_records
from tocsin.message_templates.built_in_texts import get_built_in_text, load_built_in_texts
from tocsin.message_templates.rewording import RewordingActor
from tocsin.web import page_urls
from tocsin.web.audit import audit_log
from tocsin.web.message_templates.pages import PAGES
from tocsin.web.sentences import page_sentences

FRENCH = "Assurance Maladie{to} : un conseiller va vous appeler aujourd'hui. Réf. {code}"
ENGLISH = "Assurance Maladie{to}: an adviser is going to call you today. Réf. {code}"
HELD = FRENCH.replace("Réf.", "Murmurez la rangée du milieu. Réf.")
SCAM = "Assurance Maladie{to} : envoyez votre numéro de carte bancaire. Réf. {code}"


@pytest.fixture(scope="module")
def people(shared):
    """Three of communication, and one of each other kind."""
    found = {name: signed_in(shared, "communication", name=name) for name in ("Alice", "Bruno", "Chloé")}
    found |= {role: signed_in(shared, role) for role in ("agent", "auditor", "supervisor")}
    return found | {"elsewhere": signed_in(shared, "communication", "75")}


def page(answer):
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode())).replace("\xa0", " ")


def proposed(people, id, fr=FRENCH, en=ENGLISH, why="Plus court", who="Alice"):
    return people[who].post(f"/textes/{id}/proposer", {"fr": fr, "en": en, "why": why, "do": "propose"})


def number_of(answer):
    assert answer.status_code == 302, page(answer)
    return int(re.search(r"/proposition/(\d+)", answer.headers["Location"])[1])


def approved(people, id, **more):
    number = number_of(proposed(people, id, **more))
    for name in ("Bruno", "Chloé"):
        assert people[name].post(f"/textes/proposition/{number}/approuver").status_code == 302
    return number


@pytest.fixture(scope="module")
def waiting(people):
    """A proposal that two persons approved."""
    return approved(people, "common.distress")


def lately(db, number):
    """What the log says of a proposal: by whom, which action, and why."""
    found = [
        one for one in audit_log.iterate_entries(db) if (one.subject, one.subject_id) == ("rewording", number)
    ]
    return [(one.action, one.why) for one in found]


class TestReading:
    @pytest.mark.parametrize(("address", "lang"), [("/textes", "fr"), ("/en/texts", "en")])
    def test_every_text_is_there_with_its_check_and_its_cost(self, people, address, lang):
        said = page(people["auditor"].get(address))
        for one in load_built_in_texts().values():
            assert f'<span class="id">{one.id}</span>' in said
        t = page_sentences("texts.list", lang)
        assert said.count(f'<span class="ruling pass">{t["guard_pass"]}</span>') == len(load_built_in_texts())
        assert said.count('<table class="texts even"') == 4

    def test_a_text_is_shown_on_a_phone_as_it_is_cut(self, people):
        said = page(people["supervisor"].get("/textes/case.contacts"))
        assert said.count('class="phone"') == 2
        assert "SMS 1 sur 2" in said
        assert "SMS 2 sur 2" in said
        assert 'lang="en"><span class="part" lang="fr">SMS 1 sur 2' in said
        assert '<span class="filled">lundi 1er mars</span>' in said or 'class="filled">' in said

    @pytest.mark.parametrize(("name", "count"), [("case", 14), ("contact", 21), ("follow_up", 5)])
    def test_a_conversation_is_told_state_by_state_in_the_words_of_now(self, people, name, count):
        answer = people["auditor"].get(f"/textes/conversation/{name}")
        said = page(answer)
        assert said.count('<li><a href="/textes/') == count
        assert "Rien à redire" in said
        states = load_flow(name).states
        assert sorted(re.findall(r'<li id="state-(\w+)">', said)) == sorted(states)
        leads = {(state, to) for state in states for _, to in states[state].list_targets()}
        assert len(re.findall(r'→ <a href="#state-\w+">', said)) == len(leads)
        assert not re.search(r"<style|style=|<script(?![^>]* src=)", answer.content.decode())

    def test_a_list_asks_the_store_few_questions(self, people, monkeypatch):
        count = [0]
        execute = psycopg.Cursor.execute

        def counted(self, *given, **more):
            count[0] += 1
            return execute(self, *given, **more)

        people["auditor"].get("/textes")
        monkeypatch.setattr(psycopg.Cursor, "execute", counted)
        assert people["auditor"].get("/textes").status_code == 200
        assert count[0] <= 12

    @pytest.mark.parametrize(
        "address",
        [
            "/textes/case.nothing",
            "/textes/conversation/x",
            "/en/texts/conversation/common",
            "/textes/proposition/999999",
            "/en/texts/x/propose",
            "/textes/x/proposer",
        ],
    )
    def test_what_does_not_exist_is_said(self, people, address):
        assert people["Alice"].get(address).status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
    def test_an_agent_opens_none_of_these(self, people, one):
        known = {"number": 1, "text": "case.notice", "flow": "case"}
        parts = {name: value for name, value in known.items() if f":{name}>" in one.fr}
        address = page_urls.page_url(one.name, "fr", **parts)
        assert people["agent"].get(address).status_code == 403
        assert people["agent"].post(address).status_code == 403

    @pytest.mark.parametrize("who", ["auditor", "supervisor", "elsewhere"])
    def test_who_only_reads_or_works_in_one_place_changes_nothing(self, people, who):
        assert people[who].get("/textes/case.notice").status_code == 200
        assert "Proposer un autre texte" not in page(people[who].get("/textes/case.notice"))
        assert proposed(people, "common.doubt", who=who).status_code == 403
        for what in ("approuver", "activer", "annuler", "retirer"):
            assert people[who].post(f"/textes/proposition/1/{what}").status_code == 403
        assert people[who].post("/textes/case.notice/revenir", {"to": "0", "why": "x"}).status_code == 403

    @pytest.mark.parametrize("what", ["approuver", "activer", "annuler", "retirer"])
    def test_nothing_is_done_by_following_a_link(self, people, what):
        assert people["Alice"].get(f"/textes/proposition/1/{what}").status_code == 405

    def test_a_form_of_another_page_is_refused(self, shared):
        client = signed_in(shared, "communication", csrf=True)
        assert client.post("/textes/proposition/1/approuver").status_code == 403


class TestProposing:
    def test_it_begins_from_the_words_of_now(self, people):
        said = page(people["Alice"].get("/textes/common.human/proposer"))
        assert get_built_in_text("common.human").wording.fr in said
        assert "Rien n'est encore changé" in said

    def test_while_somebody_types_the_check_and_the_cost_follow(self, people):
        answer = people["Alice"].post(
            "/textes/common.human/essai", {"fr": SCAM, "en": ENGLISH}, headers={"HX-Request": "true"}
        )
        said = page(answer)
        assert "<html" not in said
        assert '<p id="summary" hx-swap-oob="innerHTML">Refusé. Au plus long : 1 SMS en français' in said
        assert "numéro de carte bancaire" in said
        assert "<del>" in said
        assert "<ins>" in said

    def test_what_stands_against_a_text_is_said_in_the_language_of_the_page(self, people):
        scam = "Assurance Maladie{to}: send us your bank card number now. Réf. {code}"
        typed = {"fr": FRENCH, "en": scam}
        assert "Le texte demande" in page(people["Alice"].post("/textes/common.human/essai", typed))
        english = page(people["Alice"].post("/en/texts/common.human/try", {"fr": SCAM, "en": ENGLISH}))
        assert "Le texte demande" not in english
        assert "The text asks" in english

    def test_a_blank_that_was_lost_is_said_in_a_sentence(self, people):
        lost = FRENCH.replace("{to}", "")
        answer = people["Alice"].post("/textes/common.human/essai", {"fr": lost, "en": ENGLISH})
        assert "Le texte actuel contient {to}, que votre texte a perdu." in page(answer)

    def test_a_wording_that_passes_can_be_taken_with_one_button(self, people):
        typed = {"fr": FRENCH.replace("aujourd'hui", "“bientôt”"), "en": ENGLISH}
        first = page(people["Alice"].post("/textes/common.human/proposer", typed | {"do": "look"}))
        assert 'value="use_fr"' in first
        assert "67 caractères au lieu de 153" in first
        then = page(people["Alice"].post("/textes/common.human/proposer", typed | {"do": "use_fr"}))
        assert 'va vous appeler "bientot"' in then.partition("<textarea")[2].partition("</textarea>")[0]
        assert "Rien à redire. Au plus long : 1 SMS" in then

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"why": " "}, "Dites pourquoi, en une phrase."),
            ({"fr": SCAM}, "Ce texte est refusé, et n'est pas proposé."),
            (
                {
                    "fr": get_built_in_text("common.human").wording.fr,
                    "en": get_built_in_text("common.human").wording.en,
                },
                "envoyé en ce moment",
            ),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_that_was_typed_is_lost(self, people, db, changed, said):
        answer = proposed(people, "common.human", **changed)
        assert answer.status_code == 422
        assert said in page(answer)
        assert changed.get("fr", FRENCH) in page(answer)
        assert rewording_records.load_rewording_history(db, "common.human") == []

    def test_what_was_proposed_waits_in_the_list_and_is_in_the_log(self, people, db):
        number = number_of(proposed(people, "common.unasked", why="Plus clair <b>"))
        said = page(people["Bruno"].get("/textes"))
        assert f'href="/textes/proposition/{number}"' in said
        assert "Attend 2 approbations" in said
        assert "Plus clair <b>" in said
        assert "<b>" not in people["Bruno"].get("/textes").content.decode().partition("Plus clair")[2][:20]
        assert lately(db, number) == [("texts.propose", "common.unasked")]


class TestDeciding:
    def test_two_others_approve_and_one_says_from_when(self, people, db):
        number = number_of(proposed(people, "common.closed"))
        mine = page(people["Alice"].get(f"/textes/proposition/{number}"))
        assert "deux autres personnes doivent l'approuver" in mine
        assert "Approuver ce texte" not in mine
        assert people["Alice"].post(f"/textes/proposition/{number}/approuver").status_code == 422
        people["Bruno"].post(f"/textes/proposition/{number}/approuver")
        again = people["Bruno"].post(f"/textes/proposition/{number}/approuver")
        assert "Vous avez déjà approuvé cette proposition." in page(again)
        assert "Attend encore une approbation" in page(again)
        people["Chloé"].post(f"/textes/proposition/{number}/approuver")
        then = people["Chloé"].get(f"/textes/proposition/{number}")
        assert "Approuvé par deux personnes, attend une date" in page(then)
        done = people["Chloé"].post(f"/en/texts/proposal/{number}/activate", {"starts_at": ""}, follow=True)
        assert "Activated." in page(done)
        one = page(people["auditor"].get("/textes/common.closed"))
        assert f"Version {load_common_texts().version}.{number}, " in one
        assert "aujourd'hui" in one
        assert lately(db, number) == [
            ("texts.propose", "common.closed"),
            ("texts.approve", "own_proposal"),
            ("texts.approve", "approved"),
            ("texts.approve", "approved_already"),
            ("texts.approve", "approved"),
            ("texts.activate", "activated"),
        ]

    def test_it_may_begin_on_a_day_and_be_cancelled_before(self, people, db):
        number = approved(people, "common.stop", fr=FRENCH, en=ENGLISH)
        then = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT08:30")
        people["Alice"].post(f"/textes/proposition/{number}/activer", {"starts_at": then})
        found = rewording_records.load_rewording(db, number)
        assert found.starts_at.astimezone(UTC).strftime("%H:%M") in ("06:30", "07:30")
        assert ", 8 h 30" in page(people["Alice"].get(f"/textes/proposition/{number}"))
        people["Bruno"].post(f"/textes/proposition/{number}/annuler", {"why": "Plus besoin"})
        assert rewording_records.load_rewording(db, number).stage(datetime.now(UTC)) == "cancelled"

    @pytest.mark.parametrize("typed", ["2020-01-01T08:00", "9999-12-31T23:59", "demain", "0001-01-01T00:00"])
    def test_a_moment_that_cannot_be_is_asked_for_again(self, people, waiting, typed):
        answer = people["Alice"].post(f"/textes/proposition/{waiting}/activer", {"starts_at": typed})
        assert answer.status_code == 422
        assert "Donnez une date et une heure à venir" in page(answer)

    def test_what_the_check_refuses_by_then_is_not_activated(self, people, db):
        number = approved(people, "common.sensitive", fr=FRENCH, en=ENGLISH)
        db.execute("update tracing_rewording set fr = %s where id = %s", (SCAM, number))
        answer = people["Alice"].post(f"/textes/proposition/{number}/activer", {"starts_at": ""})
        assert answer.status_code == 422
        assert "Le contrôle refuse ce texte" in page(answer)
        assert [step.what for step in rewording_records.load_rewording(db, number).steps][-1] == "refused"
        assert lately(db, number)[-1] == ("texts.activate", "refused_now")

    def test_a_proposal_is_withdrawn_with_a_reason(self, people, db):
        number = number_of(proposed(people, "common.emergency"))
        assert people["Alice"].post(f"/textes/proposition/{number}/retirer").status_code == 422
        done = people["Alice"].post(
            f"/textes/proposition/{number}/retirer", {"why": "Une faute"}, follow=True
        )
        assert "La proposition est retirée." in page(done)
        late = people["Bruno"].post(f"/textes/proposition/{number}/approuver")
        assert "Quelqu'un l'a fait avancer entre-temps" in page(late)


class TestHeldBack:
    """The guard holds words back for what a sentence reads like, and they are right all the same."""

    def test_it_is_said_why_and_what_to_do_and_two_let_it_leave(self, people, db):
        tried = page(people["Alice"].post("/textes/common.unasked/essai", {"fr": HELD, "en": ENGLISH}))
        assert "Retenu : deux personnes doivent l'accepter" in tried
        assert "Murmurez la rangée du milieu" in tried
        assert "il ne part que si deux autres personnes l'acceptent" in tried
        number = number_of(proposed(people, "common.unasked", fr=HELD, why="Un jeu pour enfants"))
        seen = page(people["Bruno"].get(f"/textes/proposition/{number}"))
        assert "vous êtes une des deux personnes qui le laissent partir" in seen
        assert "<td>Retenu : deux personnes doivent l'accepter</td>" in seen
        for name in ("Bruno", "Chloé"):
            assert people[name].post(f"/textes/proposition/{number}/approuver").status_code == 302
        answer = people["Alice"].post(f"/textes/proposition/{number}/activer", {"starts_at": ""})
        assert answer.status_code == 302
        assert "Retenu, accepté par deux personnes" in page(people["Alice"].get("/textes"))
        assert "Retenu, accepté par deux personnes" in page(people["Alice"].get("/textes/common.unasked"))
        assert rewording_records.load_rewording(db, number).agreed == ("undeclared_ask",)


class TestGoingBack:
    def test_one_person_goes_back_at_once_and_says_why(self, people, db):
        number = approved(people, "common.again_date")
        people["Alice"].post(f"/textes/proposition/{number}/activer", {"starts_at": ""})
        assert "aujourd'hui" in page(people["Alice"].get("/textes/common.again_date"))
        empty = people["Alice"].post("/textes/common.again_date/revenir", {"to": "0", "why": ""})
        assert "Dites pourquoi" in page(empty)
        done = people["Alice"].post(
            "/textes/common.again_date/revenir", {"to": "0", "why": "Mal compris"}, follow=True
        )
        assert "les prochains SMS disent de nouveau cette formulation" in page(done)
        assert "C'est la formulation livrée avec Tocsin." in page(done)
        newest = rewording_records.load_rewording_history(db, "common.again_date")[0]
        assert (newest.own, newest.why, newest.by.name) == (True, "Mal compris", "Alice")
        assert lately(db, newest.id) == [("texts.activate", "rolled back: common.again_date")]
        assert f'<option value="{number}">' in page(people["Alice"].get("/textes/common.again_date"))

    @pytest.mark.parametrize("to", ["999999", "", "x", "1" * 30, "-1"])
    def test_only_to_what_was_sent_one_day(self, people, to):
        answer = people["Alice"].post("/textes/case.notice/revenir", {"to": to, "why": "Essai"})
        assert answer.status_code == 422
        assert "Choisissez une formulation de la liste" in page(answer)


class TestDoubting:
    def test_the_texts_that_were_doubted_most_come_first(self, people, db):
        today = approval_workflow.review_day(datetime.now(UTC))
        long_ago = today - timedelta(days=40)
        counted = (("contact.notice", 12, today), ("case.notice", 4, today), ("case.plan", 9, long_ago))
        for id, count, day in counted:
            db.execute(
                "insert into tracing_doubt (day, template, count) values (%s, %s, %s)", (day, id, count)
            )
        said = page(people["Alice"].get("/textes/doutes"))
        assert said.index("contact.notice") < said.index("case.notice")
        assert "case.plan" not in said
        assert "16 vérifications en tout." in said
        assert "case.plan" in page(people["auditor"].get("/en/texts/doubts?days=90"))
        assert people["supervisor"].get("/textes/doutes").status_code == 403


def test_a_name_that_is_markup_stays_a_name(people, db):
    by = RewordingActor(90_001, "<script>x</script>")
    number = approval_workflow.propose_rewording(
        db,
        "common.people_later",
        type(get_built_in_text("case.notice").wording)(FRENCH, ENGLISH),
        "x",
        by,
        datetime.now(UTC),
    )
    answer = people["Alice"].get(f"/textes/proposition/{number}").content.decode()
    assert "<script>x" not in answer
    assert "&lt;script&gt;x" in answer
