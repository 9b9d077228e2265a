"""Contacts listed in the thread: collected, completed, read back, corrected, confirmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.check import speaks_well
from tests.conversation.people import Talk
from tests.conversation.strange import LONG_LIST, MANY_NAMELESS
from tocsin.conversation.session import RecordContacts, SendSms

KARIM, INES = "Karim 06 39 98 12 34", "Inès 06 39 98 12 35"


def listing(*texts, lang="fr"):
    """Léa, asked whom she met, answers."""
    return Talk(lang=lang).write_replies("oui").write_replies(*texts)


def test_people_are_noted_read_back_and_confirmed():
    talk = listing(f"{KARIM} et ma soeur {INES}")
    assert talk.named == [("Karim", "1234"), ("Inès", "1235")]
    assert "Karim (fin 12 34), Inès (fin 12 35)" in talk.text
    assert not talk.confirmed
    talk.write_replies("oui")
    assert talk.confirmed
    assert talk.state == "household"


def test_a_whole_number_is_never_read_back():
    assert "39981234" not in listing(KARIM).text.replace(" ", "")


def test_the_list_grows_over_several_messages():
    talk = listing(KARIM, INES, "et Zoé 06 39 98 12 20", "c'est tout")
    assert talk.named == [("Karim", "1234"), ("Inès", "1235"), ("Zoé", "1220")]
    assert talk.confirmed


def test_one_sms_of_the_issue():
    talk = listing(
        "Léa 06 39 98 12 34, mon frère Karim 0639981235 et ma collègue (nom: Diallo) "
        "je vous donne son num demain"
    )
    assert talk.named == [("Léa", "1234"), ("Karim", "1235"), ("Diallo", None)]
    assert talk.sent == ["common.people_missing"]
    assert "pour Diallo" in talk.text


# ------------------------------------------------------------------------------------ completing


@pytest.mark.parametrize("answer", ["06 39 98 12 36", "c'est le 0639981236", "Diallo 06 39 98 12 36"])
def test_a_missing_number_is_asked_for_and_a_number_alone_completes_it(answer):
    talk = listing(f"{KARIM} et Diallo", answer)
    assert talk.named == [("Karim", "1234"), ("Diallo", "1236")]
    assert talk.sent == ["common.people_read_back"]


@pytest.mark.parametrize(
    "answer", ["SANS", "je l'ai pas", "demain", "non", "I don't have it", "pas son numéro"]
)
def test_a_number_that_nobody_has_is_asked_for_once(answer):
    talk = listing(f"{KARIM} et Diallo", answer)
    assert talk.named == [("Karim", "1234"), ("Diallo", None)]
    assert "Diallo (sans numéro)" in talk.text


def test_two_missing_numbers_are_given_in_order():
    talk = listing("Karim et Inès", "06 39 98 12 34 et 06 39 98 12 35")
    assert talk.named == [("Karim", "1234"), ("Inès", "1235")]


def test_only_those_not_asked_for_yet_are_asked_for():
    talk = listing("Diallo", "SANS", "oui mais aussi Inès")
    assert "pour Inès" in talk.text
    assert "Diallo" not in talk.text


def test_a_number_too_short_is_refused_and_asked_for():
    talk = listing("Axel 06 39 98 30 1")
    assert talk.named == [("Axel", None)]
    assert talk.sent == ["common.people_missing"]


def test_what_is_no_number_is_asked_for_again():
    talk = listing("Diallo", "oui", "06 39 98 12 36", "oui")
    assert talk.named == [("Diallo", "1236")]
    assert talk.confirmed


# ------------------------------------------------------------------------------------ once each


def test_the_same_person_twice_is_one():
    talk = listing("Tom 0639981214, Tom 06 39 98 12 14", "tom 06.39.98.12.14")
    assert talk.named == [("Tom", "1214")]


def test_a_number_without_a_name_is_the_one_who_has_it():
    assert listing("06 39 98 12 34", KARIM).named == [("Karim", "1234")]


def test_two_people_on_one_phone_are_two():
    talk = listing("Monique Lefort 01 99 00 11 22 et son mari Gérard, même numéro")
    assert talk.named == [("Monique Lefort", "1122"), ("Gérard", "1122")]


def test_two_people_of_one_name_are_two():
    talk = listing(KARIM, "oui et un autre Karim 06 39 98 12 44")
    assert len(talk.named) in (1, 2)  # read back all the same: nothing is silent
    assert talk.sent == ["common.people_read_back"]


# ------------------------------------------------------------------------------------ correcting


@pytest.mark.parametrize(
    "correction",
    ["non Karim c'est 06 39 98 12 44", "non c'est 06 39 98 12 44", "oui mais Karim c'est 06 39 98 12 44"],
)
def test_a_number_is_corrected(correction):
    talk = listing(KARIM, correction)
    assert talk.named == [("Karim", "1244")]
    assert talk.sent == ["common.people_read_back"]


def test_a_name_is_corrected():
    assert listing(KARIM, "non Karima 06 39 98 12 34").named == [("Karima", "1234")]


def test_no_alone_asks_what_is_wrong():
    talk = listing(f"{KARIM} et {INES}", "non")
    assert talk.sent == ["common.people_correct"]
    talk.write_replies("Inès 06 39 98 12 55")
    assert talk.named == [("Karim", "1234"), ("Inès", "1255")]


@pytest.mark.parametrize(
    "removal", ["oui sauf Inès", "enlevez Inès", "pas Inès", "remove Inès", "oui mais pas Inès"]
)
def test_somebody_is_taken_off(removal):
    talk = listing(f"{KARIM} et {INES}", removal)
    assert talk.named == [("Karim", "1234")]
    assert talk.sent == ["common.people_read_back"]


def test_somebody_is_taken_off_after_no_as_the_sms_says():
    talk = listing(f"{KARIM} et {INES}", "non", "ENLEVEZ Inès")
    assert talk.named == [("Karim", "1234")]


def test_one_is_taken_off_and_another_put_on():
    talk = listing(KARIM, "pas Karim mais Karima 06 39 98 12 44")
    assert talk.named == [("Karima", "1244")]


def test_not_having_a_number_takes_nobody_off():
    assert listing(f"{KARIM} et Inès", "SANS", "j'ai pas le numéro de Inès").named[1][0] == "Inès"


def test_the_last_one_taken_off_leaves_nobody_which_is_read_back():
    talk = listing(KARIM, "enlevez Karim")
    assert talk.sent == ["common.people_nobody"]
    assert talk.write_replies("oui").state == "help"


def test_what_is_neither_yes_nor_a_correction_is_asked_again():
    talk = listing(KARIM, "euh")
    assert talk.sent == ["common.again_yes_no"]
    assert talk.write_replies("hein ?").state == "help"
    assert talk.ever_called == ["not_understood"]
    assert talk.named == [("Karim", "1234")]  # given all the same, as not confirmed
    assert not talk.confirmed


YES = (
    "oui exact",
    "Exact",
    "Parfait",
    "nickel",
    "Ouiiii",
    "voilà",
    "tout est juste",
    "oui c'est mon collègue",
    "oui c'est correct pour Karim",
    "oui mais pas tous les jours",
    "c'est tout",
    "Yes correct",
    "that's right",
)
NO = ("Non c'est pas ça", "le numéro est faux", "pas bon", "erreur sur le numéro")


@pytest.mark.parametrize("written", YES)
def test_a_yes_in_other_words_confirms_and_adds_nobody(written):
    talk = listing(KARIM, written)
    assert talk.confirmed
    assert talk.named == [("Karim", "1234")]


@pytest.mark.parametrize("written", NO)
def test_a_no_in_other_words_asks_what_is_wrong(written):
    talk = listing(KARIM, written)
    assert talk.sent == ["common.people_correct"]
    assert talk.named == [("Karim", "1234")]


@pytest.mark.parametrize("written", ["oui mais j'ai oublié Zoé", "et Zoé", "Zoé", "oui et Zoé"])
def test_somebody_more_is_added(written):
    talk = listing(KARIM, written)
    assert talk.named == [("Karim", "1234"), ("Zoé", None)]
    assert talk.sent == ["common.people_missing"]


def test_everybody_is_taken_off():
    talk = listing(f"{KARIM} et {INES}", "supprimez tout")
    assert talk.named == []
    assert talk.sent == ["common.people_nobody"]


def test_people_who_are_counted_and_not_named_are_asked_for_once():
    talk = listing("Mon mari Paul 06 39 98 12 36 et mes 2 enfants")
    assert talk.sent == ["common.people_group"]
    talk.write_replies("Tom et Lina 06 39 98 12 36", "SANS")
    assert [name for name, _ in talk.named] == ["Paul", "Tom", "Lina"]
    assert listing("Paul 06 39 98 12 36 et mes collègues", "c'est tout").sent == ["common.people_read_back"]


# ------------------------------------------------------------------------------------ nobody


@pytest.mark.parametrize(
    "nobody", ["personne", "PERSONNE", "personne, je vis seule", "j'étais toute seule", "nobody", "aucun"]
)
def test_nobody_is_read_back_too(nobody):
    talk = listing(nobody)
    assert talk.sent == ["common.people_nobody"]
    assert not talk.confirmed
    talk.write_replies("oui")
    assert talk.of(RecordContacts) == [RecordContacts((), confirmed=True)]
    assert talk.state == "help"


def test_nobody_said_twice_is_nobody():
    assert listing("personne", "personne").state == "help"


def test_somebody_after_all():
    talk = listing("personne", "non", KARIM)
    assert talk.ever_sent[-2:] == ["common.people_later", "common.people_read_back"]
    assert talk.named == [("Karim", "1234")]


def test_nobody_else_ends_the_list():
    talk = listing(KARIM, "personne d'autre")
    assert talk.confirmed


# ------------------------------------------------------------------------------------ later


def test_a_list_that_is_promised_is_waited_for():
    talk = listing("je vous enverrai la liste ce soir")
    assert talk.sent == ["common.people_later"]
    assert talk.session.misses == 0
    assert talk.write_replies(KARIM).named == [("Karim", "1234")]


def test_a_promise_is_believed_once():
    talk = listing("je vous envoie la liste plus tard", "plus tard la liste")
    assert talk.sent == ["contacts.again"]


def test_silence_after_a_list_begun_is_a_call_and_what_was_noted_is_given():
    talk = listing(KARIM).waits("3h")
    assert talk.sent == ["common.people_read_back"]  # not the question anew
    talk.waits("3h")
    assert talk.ever_called == ["contacts"]
    assert talk.of(RecordContacts, talk.turns)[-1].people[0].name == "Karim"
    assert not talk.confirmed


def test_numbers_sent_while_something_else_is_asked_reopen_the_list():
    talk = listing(KARIM, "oui", "ah j'ai oublié Zoé 06 39 98 12 20")
    assert talk.sent == ["common.people_read_back"]
    assert talk.write_replies("oui").state == "household"
    assert talk.named == [("Karim", "1234"), ("Zoé", "1220")]


def test_a_number_promised_while_something_else_is_asked_reopens_it_too():
    talk = listing("je sais plus", "bof", "Oliver, I will send his number later")
    assert talk.sent == ["common.people_missing"]
    assert talk.write_replies("0639981223").named == [("Oliver", "1223")]


def test_numbers_beside_an_answer_are_noted_and_the_answer_counts():
    talk = listing(KARIM, "oui", "personne", "non et aussi Zoé 06 39 98 12 20")
    assert talk.learned["help"] is False
    assert talk.named == [("Karim", "1234"), ("Zoé", "1220")]
    assert talk.state == "done"


def test_numbers_sent_before_the_question_are_kept_and_the_right_person_asked_for_first():
    talk = Talk().write_replies(KARIM)
    assert talk.state == "notice"
    assert talk.named == [("Karim", "1234")]


def test_a_contact_is_not_asked_for_contacts():
    talk = Talk("contact").write_replies("Karim 06 39 98 12 34")
    assert talk.named == []


# ------------------------------------------------------------------------------------ too many, too strange


def test_a_pasted_list_goes_to_a_human():
    talk = listing(MANY_NAMELESS[:1200], MANY_NAMELESS[:600])
    assert len(talk.session.people) <= 30


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_long_list_is_read_back_as_far_as_an_sms_holds_it(lang):
    talk = listing(LONG_LIST, lang=lang)
    (send,) = talk.of(SendSms)
    speaks_well(send)
    assert "+ " in send.text
    assert len(talk.named) == 26


@pytest.mark.parametrize(
    ("written", "shown"),
    [("Юлия 06 39 98 55 01", "? (fin 55 01)"), ("Zoë Œuvrard 06 39 98 55 03", "Zoe OEuvrard (fin 55 03)")],
)
def test_a_name_that_an_sms_cannot_write_is_known_by_its_number(written, shown):
    talk = listing(written)
    assert shown in talk.text
    assert talk.named[0][0] == written.split(" 06")[0]


@given(
    st.lists(
        st.sampled_from((KARIM, INES, "non", "enlevez Karim", "Diallo", "SANS", "06 39 98 12 36")), max_size=8
    )
)
def test_two_entries_are_never_the_same_person(texts):
    people = listing(*texts).session.people
    numbered = [(person.name, person.number) for person in people if person.number]
    assert len(numbered) == len(set(numbered))
    assert len({p.name for p in people if p.name and not p.number}) == len(
        [p for p in people if p.name and not p.number]
    )
