"""What a warning, a story or a quotation says is not what the message says."""

from datetime import date

import pytest

from tocsin.evidence.shown_names import shows_name
from tocsin.message.model import Attachment, DkimSignature, Message, Passage

from .reading import DAY, reader, shown, view


def votes(text: str, channel: str = "email") -> set[str]:
    """Kinds of finding, but for a bare mention and the tone."""
    return {e.kind for e in shown(text, channel=channel)} - {"claim", "tone", "programme"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Attention aux arnaques : de faux SMS de la CPAM vous demandent votre RIB. Ne cliquez pas.",
        "Alerte : ne répondez jamais à un message ameli qui demande « envoyez votre RIB ».",
        "Ce SMS signé Ameli « payez 1 € sur ameli-x.example » est une arnaque, ne cliquez pas",
        "Beware of scams: never give your bank details to a caller from the French health insurance",
        "Ne rappelez pas le 0899 00 12 34 : c'est une arnaque à l'Assurance Maladie",
        "Méfiez-vous des faux conseillers ameli qui demandent le numéro de carte bancaire",
    ],
)
def test_it_lets_no_warning_vote(text: str) -> None:
    assert votes(text) & {"ask", "lure", "number", "link"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "Chapitre 3. La CPAM appela. « Donnez votre RIB », dit-elle en riant.",
        "Compte rendu de la réunion : la CPAM a demandé les RIB des ayants droit",
        "Procès-verbal du conseil : l'Assurance Maladie demande un numéro de sécurité sociale",
        "Extrait du roman : « Votre carte Vitale, vite ! » murmura-t-il.",
    ],
)
def test_it_lets_no_story_vote(text: str) -> None:
    assert votes(text) & {"ask", "lure"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "Attention arnaque ! Pour vérifier, envoyez votre RIB à verif@vole.example. Ameli",
        "Ameli : attention aux fraudes. Sécurisez votre compte : donnez votre mot de passe",
        "CPAM : méfiez-vous des arnaques, rappelez vite le 0899 00 12 34",
    ],
)
def test_it_still_hears_an_ask_that_hides_behind_a_warning(text: str) -> None:
    assert votes(text) & {"ask", "number"}


def message(text: str, *passages: Passage, **rest: object) -> Message:
    return Message(channel="email", text=text, received=DAY, passages=passages, **rest)  # type: ignore[arg-type]


def test_it_never_holds_a_person_s_own_answer_against_the_sender() -> None:
    text = "CPAM : bonjour.\nMoi : envoyez votre RIB vous-même !"
    own = Passage("reply", text.index("envoyez"), len(text))
    assert [e.value for e in reader().extract(message(text), view()) if e.kind == "ask"] == ["iban"]
    assert [e for e in reader().extract(message(text, own), view()) if e.kind == "ask"] == []


def test_it_hears_what_was_forwarded() -> None:
    text = "Est-ce vrai ?\n> Ameli : envoyez votre RIB"
    passage = Passage("forwarded", text.index(">"), len(text))
    assert [e.value for e in reader().extract(message(text, passage), view()) if e.kind == "ask"] == ["iban"]


def test_it_reads_the_subject_with_its_own_spans() -> None:
    found = reader().extract(message("Bonjour", subject="CPAM : envoyez votre RIB"), view())
    [ask] = [e for e in found if e.kind == "ask"]
    assert (ask.field, ask.raw) == ("subject", "envoyez votre RIB")
    assert "CPAM : envoyez votre RIB"[ask.start : ask.end] == ask.raw


def test_it_names_attachments_and_never_opens_them() -> None:
    found = reader().extract(message("CPAM", attachments=(Attachment("rib.pdf", "application/pdf"),)), view())
    assert [e.raw for e in found if e.kind == "attachment"] == ["rib.pdf"]


def test_it_hands_over_an_aligned_signature_only() -> None:
    signed = (DkimSignature("ameli.fr", True, "key"), DkimSignature("vole.example", False, "key"))
    found = reader().extract(message("CPAM", signatures=signed), view())
    assert [e.value for e in found if e.kind == "signature"] == ["ameli.fr"]


@pytest.mark.parametrize(
    "text", ["L'appel venait d'un numéro masqué", "C'était un numéro inconnu", "numéro privé"]
)
def test_it_hears_that_the_caller_was_hidden(text: str) -> None:
    assert len(shown("La CPAM m'a appelé. " + text, "masked", channel="call")) == 1


@pytest.mark.parametrize(
    "sender",
    [
        *(
            "masqué",
            "Numéro masqué",
            "numéro privé",
            "Inconnu",
            "Anonyme",
            "Unknown",
            "Appel masqué",
            "withheld",
        ),
        *("masked", "número oculto", "unterdrückt", "gizli numara"),
    ],
)
def test_it_sees_that_the_caller_was_hidden_and_takes_it_for_nobodys_name(sender: str) -> None:
    assert not shows_name(sender)
    [found] = shown("Bonjour, c'est la CPAM", "masked", channel="call", sender=sender)
    assert (found.field, found.raw) == ("sender", sender)


def test_it_hears_that_a_programme_is_invoked() -> None:
    [found] = shown("CPAM : vous êtes cas contact, isolez-vous", "programme", on=date(2021, 3, 1))
    assert (found.value, found.raw) == ("tracing", "cas contact")
