"""Whoever has one of our own SMS checked is counted, and nothing else about them is kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.message_templates.people import ALICE, BRUNO, CHLOE, NOTICE, NOW
from tests.tracing.conversations.office import LEA, Office
from tocsin.charter.words import translate_wording
from tocsin.conversation.flow.text_variables import fill_variables, find_longest_values, list_variables
from tocsin.message_templates import approval_workflow
from tocsin.message_templates.built_in_texts import load_built_in_texts
from tocsin.message_templates.doubt_counts import (
    ENOUGH,
    TextRecogniser,
    build_skeleton,
    count_doubted_text,
    list_doubt_counts,
)

FRAUD = "AMELI : votre carte vitale expire, mettez-la à jour sur ameli-vitale.example"
SINCE = date(2021, 3, 1)
EVERYTHING = """
select table_name from information_schema.tables
where table_schema = 'public' and table_type = 'BASE TABLE'
"""


@pytest.fixture(scope="module")
def recogniser():
    return TextRecogniser()


def rows(db):
    """How many rows stand in each table of the store."""
    names = [row[0] for row in db.execute(EVERYTHING).fetchall()]
    return {name: db.execute(f'select count(*) from "{name}"'.encode()).fetchone()[0] for name in names}


def as_sent(id, lang, code="XXXX-XXXX"):
    """A text as somebody got it."""
    one = load_built_in_texts()[id]
    return fill_variables(
        translate_wording(one.wording, lang), {**find_longest_values(one.flows[0], lang), "code": code}
    )


class TestRecognising:
    @pytest.mark.parametrize("lang", ["fr", "en"])
    def test_each_of_our_texts_is_known_by_its_words(self, recogniser, lang):
        """Where two texts say the same, either may be named."""
        said = {id: translate_wording(one.wording, lang) for id, one in load_built_in_texts().items()}
        found = {id: recogniser.match_text(as_sent(id, lang)) for id in said}
        assert {id: other for id, other in found.items() if said.get(other) != said[id]} == {}

    def test_a_copy_with_other_spaces_accents_and_words_around_it_is_known(self, recogniser):
        text = as_sent("case.notice", "fr").replace("bonjour", "Bonjour\n").replace("é", "e")
        assert recogniser.match_text(f"Bonsoir, j'ai recu ceci :\n« {text} »\nest-ce vrai ?") == "case.notice"

    @pytest.mark.parametrize(
        "text",
        [FRAUD, "", "Réf. K7QF-2M9D", "Assurance Maladie : merci.", "Répondez OUI ou NON. Réf. XXXX-XXXX"],
    )
    def test_what_is_not_ours_is_none_of_them(self, recogniser, text):
        assert recogniser.match_text(text) == ""

    def test_half_of_a_text_is_not_it(self, recogniser):
        whole = as_sent("case.notice", "fr")
        assert recogniser.match_text(whole[: len(whole) // 2]) == ""

    def test_every_text_has_words_enough_to_be_known_by(self):
        short = [
            one.id
            for one in load_built_in_texts().values()
            for words in (one.wording.fr, one.wording.en)
            if build_skeleton(one.id, words).weight < ENOUGH
        ]
        assert short == []

    @given(st.text(max_size=200))
    def test_whatever_is_pasted_is_answered(self, recogniser, text):
        assert recogniser.match_text(text) in {"", *load_built_in_texts()}

    @given(st.sampled_from(sorted(load_built_in_texts())), st.text("abcdefghij éè'", min_size=1, max_size=20))
    def test_whatever_the_blanks_hold_the_text_is_known(self, recogniser, id, value):
        words = load_built_in_texts()[id].wording.fr
        filled = fill_variables(words, dict.fromkeys(list_variables(words), value))
        assert recogniser.match_text(filled) != ""


class TestCounting:
    def test_it_is_counted_by_day_and_text(self, db, recogniser):
        text = as_sent("case.notice", "fr")
        assert count_doubted_text(db, recogniser, text, NOW) == "case.notice"
        assert count_doubted_text(db, recogniser, text, NOW + timedelta(hours=3)) == "case.notice"
        assert count_doubted_text(db, recogniser, text, NOW + timedelta(days=1)) == "case.notice"
        assert count_doubted_text(db, recogniser, as_sent("contact.plan", "en"), NOW) == "contact.plan"
        assert count_doubted_text(db, recogniser, FRAUD, NOW) == ""
        found = [(one.template, one.count, one.last) for one in list_doubt_counts(db, SINCE)]
        assert found == [("case.notice", 3, date(2021, 3, 5)), ("contact.plan", 1, date(2021, 3, 4))]

    def test_nothing_else_is_kept(self, db, recogniser):
        """Every table before and after: one row more, of a day, a text and a number."""
        before = rows(db)
        count_doubted_text(db, recogniser, as_sent("case.contacts", "fr"), NOW)
        after = rows(db)
        assert {name for name in after if after[name] != before[name]} == {"tracing_doubt"}
        cursor = db.execute("select * from tracing_doubt")
        assert [column.name for column in cursor.description] == ["id", "day", "template", "count"]
        assert [row[1:] for row in cursor.fetchall()] == [(date(2021, 3, 4), "case.contacts", 1)]

    def test_a_fraud_leaves_nothing_at_all(self, db, recogniser):
        before = rows(db)
        count_doubted_text(db, recogniser, FRAUD, NOW)
        assert rows(db) == before

    def test_the_code_says_it_where_the_words_do_not(self, db, vault, recogniser):
        office = Office(db, vault)
        office.case("Léa", LEA)
        office.step()
        code = office.texts(LEA)[0][-9:]
        assert (
            count_doubted_text(db, recogniser, f"j'ai un sms avec Réf. {code} c'est vrai ?", office.now)
            == "case.notice"
        )

    def test_a_code_that_is_not_ours_says_nothing(self, db, recogniser):
        assert count_doubted_text(db, recogniser, "c'est vrai ? Réf. K7QF-2M9D", NOW) == ""

    def test_changed_words_are_known_too_and_the_former_still(self, db):
        seconds = [0.0]
        recogniser = TextRecogniser(lambda: seconds[0])
        sent = fill_variables(NOTICE.fr, {"given_name": "Léa", "code": "XXXX-XXXX"})
        assert count_doubted_text(db, recogniser, sent, NOW) == ""
        number = approval_workflow.propose_rewording(db, "case.notice", NOTICE, "Plus court", ALICE, NOW)
        for person in (BRUNO, CHLOE):
            approval_workflow.approve_rewording(db, number, person, NOW)
        approval_workflow.activate_rewording(db, number, None, ALICE, NOW)
        assert count_doubted_text(db, recogniser, sent, NOW) == ""
        seconds[0] = 61.0
        assert count_doubted_text(db, recogniser, sent, NOW) == "case.notice"
        assert count_doubted_text(db, recogniser, as_sent("case.notice", "fr"), NOW) == "case.notice"

    def test_beside_the_count_stands_how_often_a_question_was_put(self, db, vault, recogniser):
        office = Office(db, vault)
        office.case("Léa", LEA)
        office.step()
        count_doubted_text(db, recogniser, office.texts(LEA)[0], office.now)
        count_doubted_text(db, recogniser, as_sent("common.human", "fr"), office.now)
        found = {one.template: one.asked for one in list_doubt_counts(db, SINCE)}
        assert found == {"case.notice": 1, "common.human": None}
