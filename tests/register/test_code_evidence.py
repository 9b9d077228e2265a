"""A message arrives with a code, and the register is asked: what the check then says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.register.people import NOW
from tocsin.evidence.issue_codes import format_issue_code
from tocsin.message.model import Message, Passage
from tocsin.register import MemoryRegister, PublishedTemplate, find_code_evidence, issue_message, make_code
from tocsin.register.code_evidence import MOST
from tocsin.verdict.check import judge

SENT_ON = NOW.date()
NOBODYS = format_issue_code("8PTX4HR")


def message(text: str, *, sender: str = "38663", received: date = SENT_ON, **rest) -> Message:
    return Message(channel="sms", text=text, sender=sender, received=received, **rest)


@pytest.fixture
def check(book, sent):
    """The verdict on a message, the register being asked."""

    def judged(text: str, *, dated: bool = True, lang: str = "fr", **rest):
        given = message(text, **rest)
        return judge(given, known=find_code_evidence(book, given, dated=dated), lang=lang)

    return judged


def kinds(verdict):
    return {reason.kind: reason.weight for reason in verdict.reasons}


# ---- the text that was sent


def test_the_very_text_is_authentic(check, sent):
    verdict = check(sent.text)
    assert verdict.level == "authentic"
    reason = next(r for r in verdict.reasons if r.kind == "registered")
    assert (reason.weight, reason.clause) == ("proves", "register.registered")
    assert reason.quote == sent.text[slice(*reason.span)] == sent.code
    assert "le 5 mars 2021" in reason.text
    assert "« 38663 »" in reason.text
    assert reason.source == "registre des messages envoyés, modèle contact.notice 2021-03-05 (fr)"


def test_so_it_is_when_a_phone_or_a_person_has_copied_it(check, sent):
    assert check(sent.text.upper().replace("É", "E").replace(" ", "\n")).level == "authentic"


def test_it_proves_what_is_written_and_not_who_sent_it(check, sent):
    verdict = check(sent.text, lang="en")
    assert verdict.headline.startswith("This text does come from the Assurance Maladie")
    assert "They do not prove who sent it to you" in verdict.proves


def test_its_own_text_claims_the_institution_even_where_no_word_does(book, sent, keys):
    plain = issue_message(
        book, keys.codes, message_id="plain", template=PublishedTemplate("p", "1", "fr", "C'est prêt. Réf. {code}"),
        values={}, sender="38663", channel="sms", recipient="", now=NOW,
    )  # fmt: skip
    given = message(plain.text, sender="")
    assert judge(given).level == "unrelated"
    verdict = judge(given, known=find_code_evidence(book, given))
    assert verdict.level == "authentic"
    assert verdict.claims == ("assurance_maladie",)


def test_a_registered_text_that_breaks_a_clause_is_suspicious(book, keys):
    wording = "Assurance Maladie : envoyez votre numéro de carte bancaire. Réf. {code}"
    bad = issue_message(
        book, keys.codes, message_id="bad", template=PublishedTemplate("bad", "1", "fr", wording),
        values={}, sender="38663", channel="sms", recipient="", now=NOW,
    )  # fmt: skip
    given = message(bad.text)
    verdict = judge(given, known=find_code_evidence(book, given))
    assert verdict.level == "suspicious"
    assert kinds(verdict)["registered"] == "proves"
    assert "origine est prouvée" in verdict.headline


# ---- the code of another text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("12 mars", "30 mars"),
        ("Restez", "Payez pour rester"),
        (" Réf", " https://suivi.example Réf"),
        ("Zoé, ", ""),
    ],
)
def test_its_code_on_another_text_is_an_imposture_and_the_genuine_wording_is_shown(check, sent, old, new):
    verdict = check(sent.text.replace(old, new))
    assert verdict.level == "imposture"
    reason = next(r for r in verdict.reasons if r.kind == "registered_text_differs")
    assert reason.weight == "contradicts"
    assert "Restez chez vous jusqu'au …. Réf. " + sent.code in reason.text
    assert "Zoé" not in reason.text
    assert "être, mot pour mot, le texte envoyé avec ce code" in verdict.compatible


def test_the_headline_says_that_the_code_was_taken(check, sent):
    assert "pris dans un autre message" in check(sent.text.replace("12", "13")).headline


def test_other_contradictions_keep_the_headline_of_an_imposture(check, sent):
    text = sent.text.replace("Restez", "Envoyez votre numéro de carte bancaire, et restez")
    assert check(text).headline.startswith("C'est une imposture : ce message ne vient pas de")


def test_its_code_in_disguised_letters_is_the_code_of_another_text(check, sent):
    disguised = sent.code.replace("H", "\N{CYRILLIC CAPITAL LETTER EN}")
    assert disguised != sent.code
    assert check(sent.text.replace(sent.code, disguised)).level == "imposture"


def test_a_text_that_claims_nothing_and_quotes_a_code_is_left_alone(check, sent):
    assert (
        check(f"Tu as reçu la même réf. {sent.code} que moi ?", sender="06 39 98 00 02").level == "unrelated"
    )


# ---- sent again


@pytest.mark.parametrize(
    "again",
    [
        {"sender": "38664"},
        {"received": SENT_ON + timedelta(days=8)},
        {"received": SENT_ON - timedelta(days=2)},
    ],
)
def test_the_text_sent_again_is_suspicious_and_never_authentic(check, sent, again):
    verdict = check(sent.text, **again)
    assert verdict.level == "suspicious"
    assert kinds(verdict)["code_reused"] == "warns"
    assert "registered" not in kinds(verdict)


def test_it_says_what_does_not_fit(check, sent):
    reason = next(r for r in check(sent.text, received=date(2021, 4, 20)).reasons if r.kind == "code_reused")
    assert "plus de 7 jours après" in reason.text


def test_a_day_that_was_not_given_is_not_compared(check, sent):
    assert check(sent.text, received=date(2021, 4, 20), dated=False).level == "authentic"


def test_a_sender_that_is_not_known_is_not_compared(check, sent):
    assert check(sent.text, sender="").level == "authentic"


# ---- a code that nobody gave


def test_a_code_that_the_register_does_not_have_warns(check):
    verdict = check(f"Assurance Maladie : restez chez vous. Réf. {NOBODYS}")
    assert verdict.level == "suspicious"
    assert kinds(verdict)["code_unknown"] == "warns"


def test_a_code_of_nobody_in_a_message_that_claims_nothing_is_left_alone(check):
    assert check(f"Votre commande est prête. Réf. {NOBODYS}", sender="BOUTIQUE").level == "unrelated"


def test_a_mistyped_code_is_no_code(check):
    assert check("Assurance Maladie : restez chez vous. Réf. K7QF-2M8D").level == "unproven"


# ---- several codes, replies


def test_a_registered_text_may_quote_another_code(book, keys, sent):
    wording = "Assurance Maladie : suite au message réf. {first}, tout va bien. Réf. {code}"
    second = issue_message(
        book, keys.codes, message_id="second", template=PublishedTemplate("second", "1", "fr", wording),
        values={"first": sent.code}, sender="38663", channel="sms", recipient="", now=NOW,
    )  # fmt: skip
    given = message(second.text)
    [evidence] = find_code_evidence(book, given)
    assert (evidence.value, evidence.raw) == ("matches", second.code)


def test_two_codes_of_other_texts_are_two_reasons(book, sent):
    given = message(f"Assurance Maladie. Réf. {sent.code}, réf. {NOBODYS}")
    assert [e.value for e in find_code_evidence(book, given)] == ["differs", "unknown"]


def test_what_the_person_answered_below_is_not_part_of_it(book, sent):
    text = f"{sent.text}\nOUI"
    reply = Passage("reply", len(sent.text), len(text))
    assert [e.value for e in find_code_evidence(book, message(text))] == ["differs"]
    assert [e.value for e in find_code_evidence(book, message(text, passages=(reply,)))] == ["matches"]


def test_a_code_counts_once_where_it_first_stands(book, sent):
    given = message(f"Assurance Maladie. Réf. {sent.code}. Encore : réf. {sent.code}. Réf. {NOBODYS}")
    assert [(e.raw, e.start) for e in find_code_evidence(book, given)] == [
        (sent.code, given.text.index(sent.code)),
        (NOBODYS, given.text.index(NOBODYS)),
    ]


def test_a_message_with_codes_without_end_is_read_up_to_a_bound(book, sent):
    codes = [make_code(b"k", str(n)) for n in range(5_000)]
    found = find_code_evidence(book, message(" ".join(f"Réf. {code}" for code in codes)))
    assert [e.raw for e in found] == codes[:MOST]


# ---- without a register


@given(st.text(max_size=200))
def test_a_message_without_a_code_asks_nothing(text):
    class NeverAsked(MemoryRegister):
        def find(self, code):
            raise AssertionError(code)

    assert find_code_evidence(NeverAsked(), message(text)) == ()


def test_without_a_register_a_code_says_nothing(sent):
    assert judge(message(sent.text)).level == "unproven"
    assert judge(message(sent.text.replace("12", "13"))).level == "unproven"
