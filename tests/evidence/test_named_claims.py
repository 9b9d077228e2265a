"""To be named is a claim where the text reads surely like frauds; else it is not."""

from datetime import date

import pytest

from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence import extraction
from tocsin.evidence.extraction import extract_evidence, get_extractor
from tocsin.evidence.institution_vocabulary import load_packaged_vocabulary
from tocsin.evidence.model import ClaimGround, Evidence, TextResemblance
from tocsin.evidence.shown_names import names_another
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.decision import decide_verdict

VIEW = view_as_of(load_charter("assurance_maladie"), date(2024, 5, 2))
NAMED = "Vos aides auditives sont accordées, l'assurance maladie vous attend : rappelez le 03 53 01 44 29"


def judge_alike(
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    *,
    surely: bool = True,
    channel: str = "sms",
    sender: str = "SANTE-INFO",
    subject: str = "",
) -> str:
    """The level, were the text to read like frauds."""
    likeness = TextResemblance("clear", 1, "00", surely)
    alike = Evidence("resemblance", "fraud", 0, 4, text[:4], "text", likeness)
    monkeypatch.setattr(extraction, "find_resemblance", lambda message, shown: [alike])
    message = message_from_text(
        text,
        channel,
        sender=sender,
        subject=subject,
        received=VIEW.on,  # type: ignore[arg-type]
    )
    return decide_verdict(message, VIEW, extract_evidence(message, VIEW)).level


def test_who_is_named_in_a_sure_fraud_is_whose_name_is_borrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "100% SANTE Assurance Maladie. Vos appareils sont accordés. Un technicien attend votre appel : 03 53 01 44 29"
    assert judge_alike(monkeypatch, text) == "imposture"
    # A likeness that is not sure warns, and says nothing of whose name it is.
    assert judge_alike(monkeypatch, text, surely=False) == "suspicious"
    # A bare number that writes is nobody who could merely speak of it.
    assert judge_alike(monkeypatch, text, surely=False, sender="06 39 98 66 12") == "imposture"
    # Nobody is named: there is nobody to speak for.
    assert judge_alike(monkeypatch, text.replace("Assurance Maladie", "")) == "suspicious"
    # Whoever plays a part speaks for nobody.
    assert judge_alike(monkeypatch, f"Notre sketch : {text}") != "imposture"


def test_a_name_that_others_bear_too_counts_where_none_of_them_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Un monsieur de la caisse voulait que je dicte mon numéro de carte bancaire"
    assert judge_alike(monkeypatch, text, channel="call") == "imposture"
    assert judge_alike(monkeypatch, f"{text}, celle de la Caf", channel="call") == "suspicious"


def test_a_likeness_alone_breaks_no_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "L'assurance maladie et votre mutuelle vous souhaitent une bonne année, à bientôt"
    assert judge_alike(monkeypatch, text) == "suspicious"


def test_what_is_learned_from_is_what_is_found_before_the_text_is_weighed() -> None:
    message = message_from_text(NAMED, "sms", received=VIEW.on)
    extractor = get_extractor(VIEW.charter)
    shown = extractor.settle_unweighed(extractor.read_fields(message, VIEW))
    assert not [e for e in shown if e.kind == "resemblance" or e.value == "named"]
    grounds = [e.about for e in extract_evidence(message, VIEW) if e.kind == "claim"]
    assert all(isinstance(ground, ClaimGround) for ground in grounds)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Votre caisse vous doit 213 euros. Merci de rappeler le 06 39 98 12 12", "suspicious"),
        (
            "Votre caisse vous doit 213 euros d'indemnités journalières : rappelez le 06 39 98 12 12",
            "imposture",
        ),
        ("Votre caisse primaire vous doit 213 euros. Merci de rappeler le 06 39 98 12 12", "imposture"),
    ],
)
def test_a_name_that_other_bodies_bear_claims_by_words_alone_where_nothing_else_is_said_of_this_one(
    monkeypatch: pytest.MonkeyPatch, text: str, level: str
) -> None:
    assert judge_alike(monkeypatch, text, sender="06 39 98 12 12") == level


@pytest.mark.parametrize(
    ("text", "sender", "level"),
    [
        ("Un bon de 75 euros vous attend : bon-enfants-am.example", "BON-INFO", "imposture"),
        ("Un bon de 75 euros vous attend : am-bons92.example", "BON-INFO", "imposture"),
        ("Un bon de 75 euros vous attend : frankfurt-am-main.example", "BON-INFO", "suspicious"),
        ("Un bon de 75 euros vous attend : ham.example", "BON-INFO", "suspicious"),
        ("Un bon de 75 euros vous attend : bon-enfants.example", "ENFANTS AM", "imposture"),
        ("Un bon de 75 euros vous attend : bon-enfants.example", "Amélie", "suspicious"),
        ("AM31 / virement rejeté, répondez par une photo du RIB", "BON-INFO", "imposture"),
        ("à 10 am / virement rejeté, répondez par une photo du RIB", "BON-INFO", "suspicious"),
    ],
)
def test_initials_are_a_name_in_a_host_a_sender_or_a_head_of_a_sure_fraud(
    monkeypatch: pytest.MonkeyPatch, text: str, sender: str, level: str
) -> None:
    assert judge_alike(monkeypatch, text, sender=sender) == level
    assert judge_alike(monkeypatch, text, sender=sender, surely=False) != "imposture"


def test_an_account_that_bears_the_name_is_its_own_whoever_is_the_pretext(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Suite au piratage Viamedis, sécurisez votre espace ameli : acces-tiers.example"
    assert judge_alike(monkeypatch, text) == "imposture"
    assert judge_alike(monkeypatch, text.replace("espace ameli", "espace assuré")) == "suspicious"
    assert judge_alike(monkeypatch, text, surely=False) == "suspicious"


def test_its_business_is_its_own_in_a_sure_fraud_that_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Vos IJ d'avril sont bloquées. Déposez votre RIB ici : depot-93.example"
    assert judge_alike(monkeypatch, text) == "imposture"
    assert judge_alike(monkeypatch, text, surely=False) == "suspicious"
    assert judge_alike(monkeypatch, text.replace("IJ", "primes")) == "suspicious"
    # Another body is named, presents itself, or shows its name and leads nowhere.
    assert judge_alike(monkeypatch, f"Harmonie Mutuelle : {text}") == "suspicious"
    assert judge_alike(monkeypatch, text, sender="Employeur Martin") == "suspicious"
    assert judge_alike(monkeypatch, text, sender="Martin") == "suspicious"
    # A call is told in which nothing was asked.
    told = "Un monsieur m'a appelée pour les IJ, il rappellera au 01 99 00 42 17"
    assert judge_alike(monkeypatch, told, channel="call") != "imposture"
    # Whoever is known to the teller has business of their own.
    told = "{} voulait que je dicte mon numéro de carte bancaire pour les IJ des petits"
    assert judge_alike(monkeypatch, told.format("Un monsieur"), channel="call") == "imposture"
    assert judge_alike(monkeypatch, told.format("Fabien, mon ex,"), channel="call") != "imposture"


def test_a_sender_may_be_named_after_its_business(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Le compte rendu de la coloscopie m'est utile avant le 18, par simple retour. Dr Aubert"
    for sender in (
        "Pôle Cures <dossier@agrement.example>",
        "Dr Aubert, médecin-conseil <aubert@agrement.example>",
    ):
        assert judge_alike(monkeypatch, text, channel="email", sender=sender) == "imposture"
    sender = "solde@capital-deces17.example"
    assert judge_alike(monkeypatch, text, channel="email", sender=sender) == "imposture"
    sender = "Dr Aubert <aubert@agrement.example>"
    assert judge_alike(monkeypatch, text, channel="email", sender=sender) != "imposture"
    # Whoever speaks of it, and other bodies, are themselves.
    for sender in (
        "Collectif contre les franchises <lettre@agrement.example>",
        "Cabinet Aubert, cures thermales <aubert@agrement.example>",
    ):
        assert judge_alike(monkeypatch, text, channel="email", sender=sender) != "imposture"


@pytest.mark.parametrize(
    "sender", ["Accueil CSS <a@b.example>", "Commission des recours", "Participations et franchises"]
)
def test_a_sender_made_of_words_for_functions_is_nobody(sender: str) -> None:
    words = get_extractor(VIEW.charter).words
    assert not names_another(sender, words)
    assert names_another(f"{sender.partition(' ')[0]} Aubert", words)


def test_who_bears_no_word_of_any_institution_is_somebody_else_to_each() -> None:
    charters = [load_charter(name) for name in list_charter_names()]
    senders = ["Coralie Aubert", "Caisse Aubert", "DOCTOLIB", "06 39 98 00 11"]
    senders += [name for charter in charters for name in charter.lexicon.names]
    strangers = [one for one in senders if names_another(one, load_packaged_vocabulary())]
    assert strangers[:2] == ["Coralie Aubert", "Caisse Aubert"]
    for charter in charters:
        words = get_extractor(charter).words
        assert all(names_another(one, words) for one in strangers)
