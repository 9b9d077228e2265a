"""A likeness is one named sign: it warns where nothing else speaks, holds back what was read in words, and decides nothing."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.verdict.levels import likeness
from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.evidence.model import TextResemblance
from tocsin.evidence.resemblance import TABLE, find_resemblance
from tocsin.evidence.text_classifier import load_classifier, split_sentences
from tocsin.message.model import Message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import check
from tocsin.verdict.decision import decide_verdict

DAY = date(2024, 5, 2)
VIEW = view_as_of(load_charter("assurance_maladie"), DAY)
SMOOTH = "Une irrégularité a été constatée sur votre dossier, régularisez dès aujourd'hui afin d'éviter la suspension"
COSY = "Coucou, tu peux passer prendre la carte de mamie chez nous ce soir ? On mange vers 20 h, bisous"
PIECES = (
    "AMELI : ",
    "votre carte vitale expire, ",
    "payez 0,99 euro ",
    "sur vole.example ",
    "sur www.ameli.fr ",
    "appelez le 06 39 98 04 11 ",
    "envoyez le code de votre carte bancaire ",
    "coucou, on mange ensemble ce soir ? ",
    "bisous à demain. ",
    "Rappelez le 3646. ",
)
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
senders = st.sampled_from(("", "AMELI", "Maman", "06 39 98 04 11"))
channels = st.sampled_from(("sms", "call", "email", "letter"))


def judge_with(message: Message, kind: str = "", band: str = "strong") -> str:
    """The level, were the text to read like that; without a likeness where no kind is given."""
    shown = tuple(e for e in extract_evidence(message, VIEW) if e.kind != "resemblance")
    heard = (likeness(kind, band, message),) if kind else ()
    return decide_verdict(message, VIEW, (*shown, *heard)).level


def test_a_text_that_reads_like_frauds_is_suspicious_and_says_why() -> None:
    verdict = check(SMOOTH, received=DAY, lang="en")
    assert verdict.level == "suspicious"
    (reason,) = [r for r in verdict.reasons if r.weight == "warns"]
    assert reason.kind == "resembles_fraud"
    assert reason.clause == "sign.resembles_fraud"
    assert reason.quote in SMOOTH
    assert "not a proof" in reason.text
    assert load_classifier(TABLE).header.rows_hash in reason.source


@pytest.mark.parametrize(("sender", "level"), [("", "unrelated"), ("Mel.trading", "suspicious")])
def test_what_a_sender_tells_of_themselves_takes_no_warning_away(sender: str, level: str) -> None:
    told = "J'ai donné mon numéro de carte à ce site et j'ai retiré 4 100 hier, il reste 3 places"
    message = message_from_text(told, "social", sender=sender, received=DAY)
    assert "gave_card" in check(told, channel="social", sender=sender, received=DAY).happened
    assert judge_with(message, "fraud") == level


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Julie, envoie le code de ta carte bancaire, je paie le gîte", "suspicious", "unrelated"),
        ("Cpam: le rib de papa a changé, il faut envoyer le nouveau a la cpam", "imposture", "suspicious"),
    ],
)
def test_what_rests_on_words_is_held_back_in_a_harmless_text(text: str, before: str, after: str) -> None:
    message = message_from_text(text, "sms", received=DAY)
    assert (judge_with(message), judge_with(message, "harmless")) == (before, after)


@pytest.mark.parametrize(
    ("institution", "sender", "text"),
    [
        ("chronopost", "38004", "Chronopost : payez 2,99 €"),
        ("la_poste", "La Poste", "Votre colis arrive demain. Payez 2,99 € et bonne journée"),
        ("caf", "CAF", "Bonjour, communiquez un RIB par retour de SMS, à bientôt"),
        ("free", "", "Free : donnez-moi le code que vous avez reçu, bonne journée"),
        ("sg_gov", "GOV.SG", "gov.sg: please reply with your Singpass password, have a nice day"),
        ("assurance_maladie", "AMELI", "Quand vous pourrez, envoyez le RIB pour vos indemnités. Bisous"),
    ],
)
def test_no_likeness_lifts_a_broken_clause_or_a_secret_asked_in_the_institutions_name(
    institution: str, sender: str, text: str
) -> None:
    view = view_as_of(load_charter(institution), DAY)
    message = message_from_text(text, "sms", sender=sender, received=DAY)
    shown = tuple(e for e in extract_evidence(message, view) if e.kind != "resemblance")
    assert decide_verdict(message, view, (*shown, likeness("harmless", "strong", message))).level in (
        "suspicious",
        "imposture",
    )


@pytest.mark.parametrize(
    ("institution", "channel", "sender", "text"),
    [
        # Given at its own place, owed by letter, or only named.
        (
            "netflix",
            "email",
            "info@netflix.com",
            "Saisissez votre mode de paiement sur netflix.com/YourAccount",
        ),
        (
            "dgfip",
            "letter",
            "",
            "DGFiP, avis de taxe foncière. Montant à payer : 1 204 €, par chèque ou virement",
        ),
        (
            "orange",
            "email",
            "contact@orange.com",
            "Orange : le mot de passe de votre compte vient d'être modifié",
        ),
    ],
)
def test_a_likeness_holds_back_what_is_given_at_home_owed_by_letter_or_only_named(
    institution: str, channel: str, sender: str, text: str
) -> None:
    view = view_as_of(load_charter(institution), DAY)
    message = message_from_text(text, channel, sender=sender, received=DAY)
    shown = tuple(e for e in extract_evidence(message, view) if e.kind != "resemblance")
    assert decide_verdict(message, view, shown).level == "suspicious"
    assert (
        decide_verdict(message, view, (*shown, likeness("harmless", "strong", message))).level == "unproven"
    )


def test_the_name_that_a_sender_shows_makes_no_text_harmless() -> None:
    """Of two with the same words, the one that shows the institution reads no more harmless for it."""
    text = "Assurance Maladie : votre rendez-vous est confirmé pour demain à 9 h, à bientôt"
    named, bare = (
        find_resemblance(m, extract_evidence(m, VIEW))
        for m in (message_from_text(text, "sms", sender=who, received=DAY) for who in ("Maman", ""))
    )
    assert [e.value for e in named] == [e.value for e in bare]


ASKED_BY_LIKENESS = "Caisse primaire : bonjour, dites-nous sur quelle carte porter la somme qui vous revient"


def test_what_is_surely_read_breaks_a_clause_where_the_message_reads_surely_like_frauds() -> None:
    verdict = check(ASKED_BY_LIKENESS, sender="06 39 98 37 02", received=DAY, lang="en")
    assert verdict.level == "imposture"
    (broken,) = [r for r in verdict.reasons if r.weight == "contradicts"]
    assert (broken.kind, broken.clause) == ("asks_bank_details", "ask.sms.personal")
    assert broken.text.startswith("By likeness to other messages, right at least 8 times in 10")


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        (ASKED_BY_LIKENESS.replace("Caisse primaire : b", "B"), "06 39 98 37 02"),
        ("Caisse primaire : bonjour, dites-nous ce qui vous revient", "06 39 98 37 02"),
    ],
)
def test_it_breaks_none_where_nobody_is_named_or_nothing_surely_asked(text: str, sender: str) -> None:
    assert check(text, sender=sender, received=DAY).level != "imposture"


@pytest.mark.parametrize("band", ["clear", "strong"])
def test_what_is_read_by_likeness_changes_no_level_of_a_text_that_reads_less_surely_like_frauds(
    band: str,
) -> None:
    message = message_from_text(ASKED_BY_LIKENESS, "sms", sender="06 39 98 37 02", received=DAY)
    assert judge_with(message, "fraud", band) == judge_with(message) == "suspicious"


@given(texts, senders, channels, st.sampled_from(("fraud", "harmless")), st.sampled_from(("clear", "strong")))
def test_it_makes_no_imposture_and_nothing_authentic(
    text: str, sender: str, channel: str, kind: str, band: str
) -> None:
    message = message_from_text(text, channel, sender=sender, received=DAY)
    before, after = judge_with(message), judge_with(message, kind, band)
    assert after == before or after not in ("imposture", "authentic")
    if kind == "fraud":
        assert (before, after) in {(before, before), ("unrelated", "suspicious"), ("unproven", "suspicious")}
    else:
        assert after == before or before in ("imposture", "suspicious")


@given(texts, st.sampled_from(("sur vole.example", "au 06 39 98 04 11")), senders)
def test_it_takes_nothing_back_where_a_secret_is_to_be_given_elsewhere(
    text: str, place: str, sender: str
) -> None:
    pushed = f"{text}\nEnvoyez le code de votre carte bancaire {place}"
    message = message_from_text(pushed, "sms", sender=sender, received=DAY)
    shown = extract_evidence(message, VIEW)
    assume(any(e.kind == "ask" for e in shown))
    assert judge_with(message, "harmless") == judge_with(message)


@pytest.mark.parametrize(
    ("text", "sender", "channel"),
    [
        ("Votre dossier est à jour.", "Ameli <contact@ameli-vitale.example>", "email"),
        ("AMELI : votre dossier est sur ameli-vitale.example", "AMELI", "sms"),
    ],
)
def test_it_takes_nothing_back_that_the_envelope_shows(text: str, sender: str, channel: str) -> None:
    message = message_from_text(text, channel, sender=sender, received=DAY)
    assert judge_with(message) == "imposture" == judge_with(message, "harmless")


@pytest.mark.parametrize(
    "text",
    [
        "Assurance Maladie : connectez-vous à votre compte sur www.ameli.fr pour voir votre message.",
        "J'ai donné mon code de carte bancaire à un faux conseiller, que faire ?",
    ],
)
def test_it_does_not_warn_of_what_is_allowed_or_of_who_asks_for_help(text: str) -> None:
    message = message_from_text(text, "sms", received=DAY)
    assert judge_with(message, "fraud") == judge_with(message) != "suspicious"


@pytest.mark.parametrize(
    ("text", "channel", "held"),
    [
        (
            "Assurance Maladie : communiquez-nous vos coordonnées bancaires et le code reçu par SMS.",
            "email",
            True,
        ),
        ("Assurance Maladie: send us your bank details and your password.", "email", True),
        ("Une conseillère de la CPAM m'a appelé, elle voulait mon numéro de sécurité sociale.", "call", True),
        ("Cpam: le rib de papa a changé, il faut envoyer le nouveau a la cpam", "sms", True),
        ("Maman veut le mot de passe de la box, elle a demandé le code aussi.", "call", False),
    ],
)
def test_an_ask_of_the_readers_own_secret_is_not_taken_back(text: str, channel: str, held: bool) -> None:
    message = message_from_text(text, channel, received=DAY)
    assert judge_with(message) in ("imposture", "suspicious")
    assert (judge_with(message, "harmless") == "suspicious") is held


@pytest.mark.parametrize(
    ("charter", "text", "level"),
    [
        ("societe_generale", "Société Générale : votre nouvelle carte est active. Merci.", "unproven"),
        ("societe_generale", "Société Générale : votre carte sera bloquée sous 24 h.", "suspicious"),
        ("assurance_maladie", "Assurance Maladie : votre nouvelle carte est active. Merci.", "suspicious"),
    ],
)
def test_it_does_not_warn_where_the_charter_says_that_genuine_messages_speak_so(
    charter: str, text: str, level: str
) -> None:
    day = date(2026, 3, 9)
    view = view_as_of(load_charter(charter), day)
    message = message_from_text(text, "sms", received=day)
    shown = tuple(e for e in extract_evidence(message, view) if e.kind != "resemblance")
    assert decide_verdict(message, view, (*shown, likeness("fraud", "strong", message))).level == level


def test_it_does_where_it_reads_more_like_frauds_than_any_genuine_one() -> None:
    text = "Société Générale : votre nouvelle carte est active. Merci."
    view = view_as_of(load_charter("societe_generale"), DAY)
    message = message_from_text(text, "sms", received=DAY)
    shown = tuple(e for e in extract_evidence(message, view) if e.kind != "resemblance")
    heard = likeness("fraud", "strong", message)
    beyond = replace(heard, about=replace(heard.about, beyond_manner=True))
    assert decide_verdict(message, view, (*shown, heard)).level == "unproven"
    assert decide_verdict(message, view, (*shown, beyond)).level == "suspicious"


def test_it_does_not_warn_of_a_mail_that_nobody_asks_about() -> None:
    message = replace(message_from_text(SMOOTH, "email", received=DAY), subject="Dossier")
    assert decide_verdict(message, VIEW, extract_evidence(message, VIEW), unread=True).level == "unrelated"


@pytest.mark.parametrize(
    ("channel", "level"), [("letter", "unproven"), ("voicemail", "unproven"), ("sms", "suspicious")]
)
def test_an_institution_that_wants_nothing_is_not_warned_of_where_nobody_can_answer(
    channel: ChannelId, level: str
) -> None:
    text = "Assurance Maladie : votre dossier suit son cours, rien ne change pour le moment."
    message = message_from_text(text, channel, received=DAY)
    assert judge_with(message, "fraud", "clear") == level


@given(texts)
def test_its_span_is_a_sentence_of_the_text(text: str) -> None:
    message = message_from_text(text, "sms", received=DAY)
    for e in find_resemblance(message, extract_evidence(message, VIEW)):
        assert message.text[e.start : e.end] == e.raw
        assert (e.start, e.end) == (0, 0) or (e.start, e.end) in set(split_sentences(message.text))


@pytest.mark.parametrize(
    ("text", "kind"), [(SMOOTH, "fraud"), (COSY, "harmless"), ("Zorglub frapouille", "")]
)
def test_only_what_is_clear_is_a_finding(text: str, kind: str) -> None:
    found = find_resemblance(message_from_text(text, "sms", received=DAY), ())
    assert [e.value for e in found] == [kind] * bool(kind)


CALL = "Une dame se dit de la caisse primaire, elle m'a dit de préparer mon carnet, elle rappelle ce soir du 06 39 98 04 11"


@pytest.mark.parametrize(
    ("text", "channel", "sender", "warned"),
    [
        # Whoever shows the institution's number is not believed for it...
        (
            "Bonjour, préparez le petit carnet que nous verrons ensemble au prochain appel.",
            "call",
            "3646",
            True,
        ),
        # ... but its own place, where nobody who wrote the message sees what is typed, is.
        ("Assurance Maladie : votre attestation est sur www.ameli.fr.", "sms", "", False),
    ],
)
def test_a_strong_likeness_warns_of_all_that_does_not_lead_home(
    text: str, channel: str, sender: str, warned: bool
) -> None:
    message = message_from_text(text, channel, sender=sender, received=DAY)
    assert judge_with(message) in ("unproven", "unrelated")
    assert (judge_with(message, "fraud", "strong") == "suspicious") is warned


@pytest.mark.parametrize(("kind", "band"), [("harmless", "strong"), ("harmless", "clear")])
def test_the_number_of_who_speaks_of_the_institution_may_be_their_own(kind: str, band: str) -> None:
    message = message_from_text(CALL, "sms", sender="06 39 98 04 12", received=DAY)
    assert judge_with(message) == "imposture"
    assert judge_with(message, kind, band) == ("suspicious" if band == "strong" else "imposture")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Le club nous met en garde : un faux agent de la Sécu a voulu l'IBAN d'un retraité.", "suspicious"),
        ("« Je veux refaire ma carte Vitale ! » Donnez votre carte bancaire, lui répond-on.", "suspicious"),
        # In these somebody presents themselves.
        ("Une dame de la CPAM m'a téléphoné ce matin. Elle voulait mon IBAN en entier.", "imposture"),
        ("Bonjour, ici la CPAM. Il me faut votre IBAN en entier.", "imposture"),
    ],
)
def test_a_call_told_of_in_which_nobody_presents_themselves_is_an_imposture_only_where_it_reads_surely_like_one(
    text: str, level: str
) -> None:
    message = message_from_text(text, "call", received=DAY)
    shown = tuple(e for e in extract_evidence(message, VIEW) if e.kind != "resemblance")
    beyond_manner = TextResemblance("strong", 1, "00", beyond_manner=True)
    surely = replace(likeness("fraud", "strong", message), about=beyond_manner)
    assert judge_with(message) == judge_with(message, "fraud") == level
    assert decide_verdict(message, VIEW, (*shown, surely)).level == "imposture"


@pytest.mark.parametrize(
    ("sender", "text", "level"),
    [
        # Whose address bears a name that is another's too, and wants nothing.
        ("lettre@carsat-ra.example", "Cinq ateliers gratuits, café compris, au centre social.", "suspicious"),
        ("info@centre-impots-theatre.example", "La troupe vous attend du 14 au 23 février.", "suspicious"),
        # It is shown as the sender's name, or leads somewhere.
        ("Ameli <contact@ameli-vitale.example>", "Cinq ateliers gratuits, café compris.", "imposture"),
        ("contact@ameli-vitale.example", "Votre dossier : https://ameli-vitale.example/dossier", "imposture"),
    ],
)
def test_a_mere_address_in_a_mail_that_wants_nothing_makes_no_imposture(
    sender: str, text: str, level: str
) -> None:
    found = check(text, channel="email", sender=sender, received=DAY).level
    assert found == level or (level == "suspicious" and found == "unrelated")


def test_the_institutions_own_mail_that_tells_the_end_of_a_programme_is_no_imposture() -> None:
    told = (
        "Bonjour, à compter d'aujourd'hui, l'isolement n'est plus obligatoire et nos équipes ne contactent plus les cas "
        "contacts. Les gestes barrières restent utiles. Merci pour votre mobilisation."
    )
    mail = {"channel": "email", "sender": "assurance-maladie@info.ameli.fr", "received": date(2023, 2, 1)}
    assert check(told, **mail).level == "unproven"
    assert check(f"{told} Donnez vos cas contacts au 06 39 98 04 11.", **mail).level == "imposture"
