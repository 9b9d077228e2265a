"""A flow with other words: they are said under a version of their own, and nothing else changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.conversation.small import COLD
from tocsin.charter.schema import Wording
from tocsin.conversation.flow.load import list_flows, load_flow, parse_flow
from tocsin.conversation.flow.rewording import LONGEST, RewordedText, find_unfit_wordings, reword_flow
from tocsin.conversation.flow.schema import list_flow_templates
from tocsin.conversation.session import ReplyEvent, SendSms
from tocsin.conversation.session_step import begin_flow_session, take_step

MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HELLO = Wording(
    "Caisse d'essai : {given_name}, une question : toussez-vous ? OUI ou NON. Réf. {code}",
    "Trial fund: {given_name}, one question: do you cough? YES or NO. Réf. {code}",
)
EVERY = [(load_flow(name), one) for name in list_flows() for one in list_flow_templates(load_flow(name))]


@pytest.fixture(scope="module")
def cold():
    return parse_flow(COLD, "cold.yaml")


def named(flow, id):
    return next(one for one in list_flow_templates(flow) if one.id == id)


def sent(turn):
    return [action for action in turn.actions if isinstance(action, SendSms)]


def kinds(flow, id, text):
    return [(one.kind, one.lang, one.what) for one in find_unfit_wordings(flow, named(flow, id), text)]


class TestSaying:
    def test_the_new_words_are_said_under_their_own_version(self, cold):
        flow = reword_flow(cold, {"cold.hello": RewordedText("1.7", HELLO)})
        (message,) = sent(begin_flow_session(flow, "cold-1", {"given_name": "Paul"}, MORNING))
        assert message.text.startswith("Caisse d'essai : Paul, une question : toussez-vous ?")
        assert (message.template, message.version) == ("cold.hello", "1.7")

    def test_every_other_text_stays_as_it_was(self, cold):
        flow = reword_flow(cold, {"cold.hello": RewordedText("1.7", HELLO)})
        begun = begin_flow_session(flow, "cold-1", {"given_name": "Paul"}, MORNING)
        (rest,) = sent(take_step(flow, begun.session, ReplyEvent(MORNING + timedelta(minutes=1), "oui")))
        assert (rest.wording, rest.version) == (cold.states["rest"].say.fr, 1)

    def test_a_conversation_that_is_under_way_goes_on_in_the_new_words(self, cold):
        begun = begin_flow_session(cold, "cold-1", {"given_name": "Paul"}, MORNING)
        rest = Wording("Caisse d'essai : du repos ! Réf. {code}", "Trial fund: a rest! Réf. {code}")
        flow = reword_flow(cold, {"cold.rest": RewordedText("1.8", rest)})
        turn = take_step(flow, begun.session, ReplyEvent(MORNING + timedelta(minutes=1), "oui"))
        assert [message.text for message in sent(turn)] == ["Caisse d'essai : du repos ! Réf. {code}"]
        assert turn.session.facts["coughs"] is True
        assert turn.session.status == "closed"

    def test_the_words_of_another_flow_are_left_out(self, cold):
        assert reword_flow(cold, {"case.notice": RewordedText("1.7", HELLO)}) is cold

    def test_each_text_stands_in_one_place_and_only_it_changes(self):
        for flow, template in EVERY:
            other = Wording(f"{template.text.fr} Merci.", f"{template.text.en} Thanks.")
            found = reword_flow(flow, {template.id: RewordedText("1.9", other)})
            now = {one.id: one.text for one in list_flow_templates(found)}
            assert now.pop(template.id) == other
            assert now == {one.id: one.text for one in list_flow_templates(flow) if one.id != template.id}
            back = reword_flow(found, {template.id: RewordedText("1.9", template.text)})
            assert replace(back, reworded={}) == flow, template.id


class TestFitting:
    def test_the_words_that_tocsin_comes_with_fit(self):
        found = {one.id: list(find_unfit_wordings(flow, one, one.text)) for flow, one in EVERY}
        assert {id: unfit for id, unfit in found.items() if unfit} == {}

    def test_a_blank_that_is_lost_is_named_in_the_language_that_lost_it(self, cold):
        text = replace(HELLO, en="Trial fund: do you cough? YES or NO. Réf. {code}")
        assert kinds(cold, "cold.hello", text) == [("blank_lost", "en", "{given_name}")]

    def test_a_blank_that_nothing_fills_is_named(self, cold):
        text = replace(HELLO, fr="Caisse d'essai : {given_name} {prenom}, toussez-vous ? Réf. {code}")
        assert kinds(cold, "cold.hello", text) == [("blank_unknown", "fr", "{prenom}")]

    @pytest.mark.parametrize("brace", ["{Prenom}", "{given name}", "}", "{ }"])
    def test_a_brace_that_is_no_blank_is_not_sent_as_it_stands(self, cold, brace):
        text = replace(HELLO, fr=HELLO.fr.replace("une", brace))
        assert kinds(cold, "cold.hello", text) == [("blank_unknown", "fr", "{ }")]

    def test_the_list_of_people_belongs_to_the_texts_that_have_one(self):
        text = Wording(
            "Assurance Maladie : fini pour {people}. Réf. {code}{to}",
            "Assurance Maladie: over for {people}. Réf. {code}{to}",
        )
        assert kinds(load_flow("case"), "common.stop", text) == [
            ("blank_unknown", "fr", "{people}"),
            ("blank_unknown", "en", "{people}"),
        ]

    def test_the_code_stands_there_once(self, cold):
        without = replace(HELLO, fr=HELLO.fr.replace(" Réf. {code}", ""), en=f"{HELLO.en} {{code}}")
        assert kinds(cold, "cold.hello", without) == [("code_missing", "fr", ""), ("code_twice", "en", "")]

    def test_no_words_and_too_many_are_none(self, cold):
        text = Wording(" ", HELLO.en + "x" * LONGEST)
        assert [kind for kind, _, _ in kinds(cold, "cold.hello", text)] == ["empty", "too_long"]

    def test_both_languages_show_the_same(self, cold):
        text = Wording(
            "Caisse d'essai : reposez-vous, {given_name}. Réf. {code}", "Trial fund: rest. Réf. {code}"
        )
        (found,) = kinds(cold, "cold.rest", text)
        assert found == ("flow", "fr", "does not show the same facts in both languages")

    @given(st.text("{}_ abc:codetgivn.", max_size=60))
    def test_whatever_is_typed_either_fits_or_is_refused_in_words(self, typed):
        flow = parse_flow(COLD, "cold.yaml")
        text = Wording(typed, typed)
        found = list(find_unfit_wordings(flow, named(flow, "cold.hello"), text))
        if not found:
            said = reword_flow(flow, {"cold.hello": RewordedText("1.1", text)})
            (message,) = sent(begin_flow_session(said, "cold-1", {"given_name": "Paul"}, MORNING))
            assert message.text.count("{") == 1
            assert "{code}" in message.text
