"""Whatever template is made up: what passes is never suspicious, and its renderings pass too."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lines_run import count_lines
from tocsin.guard import MessageDraft, guard_draft
from tocsin.guard.draft_template import DraftTemplate
from tocsin.guard.variable_bounds import find_variable_bound, is_allowed_value
from tocsin.message.model import Message
from tocsin.verdict.check import judge

from .telling import CHARTER, SPRING, view

OPENINGS = (
    "Assurance Maladie : ",
    "Bonjour {prenom}, ici l'Assurance Maladie. ",
    "CPAM : ",
    "Assurance Maladie: ",
    "Votre caisse : ",
    "Ameli : bonjour {nom}. ",
    "",
)
SENTENCES = (
    "Faites un test le {date_test}. ",
    "Votre isolement finit le {date_fin}. ",
    "Vous avez croisé une personne positive. ",
    "Si vous avez de la fièvre, appelez le 15. ",
    "Avez-vous de la fièvre ? ",
    "Avez-vous besoin d'aide pour vos courses ? Répondez OUI ou NON. ",
    "Une question ? Appelez le 3646. ",
    "Rappelez le 01 99 00 12 34. ",
    "Appelez le {numero}. ",
    "Les consignes sont sur www.ameli.fr. ",
    "Les consignes sont sur {lien}. ",
    "Voir https://bit.ly/3xYz. ",
    "Nous ne demandons jamais de mot de passe. ",
    "Envoyez votre numéro de sécurité sociale. ",
    "Votre RIB nous manque. ",
    "Votre remboursement est en attente. ",
    "Votre carte Vitale expire demain. ",
    "Vos droits seront suspendus. ",
    "Répondez vite, c'est urgent. ",
    "Vous avez été en contact à {lieu}. ",
    "Votre collègue vous a cité. ",
    "Gardez votre carte Vitale avec vous pour le test. ",
    "La consultation et le test sont remboursés. ",
    "Connectez-vous à votre compte ameli. ",
    "Un conseiller vous rappelle à {heure}. ",
    "Vous vivez avec {nb} personnes. ",
    "RESTEZ CHEZ VOUS. ",
    "Payez 5 euros de frais. ",
    "Do you need help? Reply YES or NO. ",
    "Take a test on {test_date}. ",
    "Are you vaccinated? ",
    "Send your bank details. ",
    "If you have trouble breathing, call 15. ",
    "Votre colis est bloqué. ",
    "Attention aux faux SMS. ",
)
CLOSINGS = ("Réf. {code}", "Ref. K7QF-2M9D", "Réf. {code}", "Réf. {code}", "")
SENDERS = (
    "38663",
    "38663",
    "38663",
    "38021",
    "36200",
    "AMELI",
    "CPAM",
    "0639981234",
    "+33199001234",
    "InfoSante",
)
NAMES = ("Léa", "Marie-Ange", "Karim", "Diallo", "N'Guyen", "Jean d'Ormesson", "Zoé", "Maximilien", "O'Brien")
DAYS = ("mardi 9 mars", "9 mars", "le 9", "mercredi 30 septembre", "Tuesday 9 March", "demain")
PLACES = ("Le Lilas", "Gymnase Jean Moulin", "Rouen", "la salle des lilas")
VALUES = {
    "name": NAMES,
    "date": DAYS,
    "test_date": DAYS,
    "contact_date": DAYS,
    "place": PLACES,
    "count": ("2", "14"),
    "time": ("18h30", "entre 9h et 12h"),
    "code": ("K7QF-2M9D",),
}

templates = st.builds(
    lambda opening, sentences, closing: (opening + "".join(sentences) + closing).strip(),
    st.sampled_from(OPENINGS),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4),
    st.sampled_from(CLOSINGS),
)
FRIENDLY = tuple(SENTENCES[i] for i in (0, 1, 2, 3, 5, 6, 9, 12, 21, 22, 23, 24, 25, 28, 29, 32))
friendly = st.builds(
    lambda opening, sentences: f"{opening}{''.join(sentences)}Réf. {{code}}",
    st.sampled_from(OPENINGS[:4]),
    st.lists(st.sampled_from(FRIENDLY), min_size=1, max_size=3),
)
"""Most of these pass, so that what is said of those that do is put to the test."""
drafts = st.builds(
    MessageDraft,
    sender=st.sampled_from(SENDERS),
    flow=st.sampled_from(("case", "contact", "other")),
    text=templates | friendly,
    consent=st.booleans(),
)
days = st.dates(date(2020, 11, 3), date(2026, 11, 24)) | st.just(SPRING)


@given(drafts, days)
def test_what_passes_is_never_suspicious_for_the_check(draft, on):
    if guard_draft(draft, view(on)).result == "pass":
        shown = DraftTemplate(draft.text).filled_at_worst.text
        message = Message(channel="sms", text=shown, sender=draft.sender, received=on)
        assert judge(message, CHARTER).level not in ("suspicious", "imposture")


@given(drafts, st.data())
def test_a_rendering_of_what_passes_passes_too(draft, data):
    if guard_draft(draft, view()).result != "pass":
        return
    template = DraftTemplate(draft.text)
    values = {
        name: data.draw(st.sampled_from(VALUES[find_variable_bound(name).kind])) for name in template.names
    }
    assert all(
        is_allowed_value(name, value)
        for name, value in values.items()
        if find_variable_bound(name).kind != "code"
    )
    rendered = MessageDraft(
        sender=draft.sender, flow=draft.flow, text=template.fill(values).text, consent=draft.consent
    )
    assert guard_draft(rendered, view()).result == "pass"


@given(drafts, days)
def test_every_proposal_passes(draft, on):
    found = guard_draft(draft, view(on))
    if found.proposal is not None:
        assert found.result != "pass"
        proposed = MessageDraft(
            sender=draft.sender, flow=draft.flow, text=found.proposal, consent=draft.consent
        )
        assert guard_draft(proposed, view(on)).result == "pass"


@given(drafts, days)
def test_every_span_quotes_the_draft(draft, on):
    for reason in guard_draft(draft, view(on)).reasons:
        if reason.span is not None:
            start, end = reason.span
            assert 0 <= start < end <= len(draft.text)
            assert draft.text[start:end] == reason.quote


@given(st.text(max_size=200), st.sampled_from(SENDERS), st.sampled_from(("case", "contact", "other")))
def test_any_text_gets_a_ruling(text, sender, flow):
    found = guard_draft(MessageDraft(sender=sender, flow=flow, text=text), view())
    assert found.result in ("block", "warn", "pass")
    assert all(re.match(r"[a-z_.0-9-]+$", reason.clause) for reason in found.reasons)


@pytest.mark.usefixtures("compiled_kernel")
@pytest.mark.parametrize(
    "unit", ["RIB, ", "votre collègue ", "{a}", "VITE ", "au bureau ", "le 3 mars au bureau ", "ê"]
)
def test_a_long_text_costs_what_its_length_costs(unit):
    def judge(size):
        text = unit * (size // len(unit))
        assert guard_draft(MessageDraft(sender="38663", flow="contact", text=text), view()).result == "block"

    judge(8_000)  # what is built once is built
    small, large = (count_lines(lambda size=size: judge(size)) for size in (4_000, 8_000))
    assert large <= 2.3 * small + 1000
