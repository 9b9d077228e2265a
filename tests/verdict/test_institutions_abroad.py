"""Institutions abroad: what they ask and never ask in their own languages, and what another day makes of the same text."""

from datetime import date

import pytest

from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge


def kinds(
    charter: str, text: str, *, channel: str, sender: str = "", on: date = date(2026, 2, 2)
) -> set[tuple[str, str]]:
    found = judge(message_from_text(text, channel, sender=sender, received=on), charter)
    return {(r.kind, r.weight) for r in found.reasons}


ASKS = [
    ("de_elster", "asks_bank_details", "Finanzamt: Bitte bestätigen Sie Ihre Bankverbindung."),
    ("de_elster", "asks_bank_details", "Finanzamt: Geben Sie Ihre Kreditkartennummer ein."),
    ("de_elster", "asks_credentials", "ELSTER: Aktualisieren Sie Ihre Zugangsdaten."),
    ("de_elster", "asks_tax_number", "Finanzamt: Teilen Sie uns Ihre Steuernummer mit."),
    ("de_elster", "asks_payment", "Finanzamt: Überweisen Sie die Nachzahlung von 312 € noch heute."),
    ("de_aok", "asks_bank_details", "AOK: Wir bitten Sie, Ihre Kontonummer zu bestätigen."),
    ("be_spf_finances", "asks_bank_details", "FOD Financiën: bevestig uw rekeningnummer."),
    ("be_spf_finances", "asks_bank_details", "FOD Financiën: vul uw kaartnummer in."),
    ("be_spf_finances", "asks_nir", "FOD Financiën: gelieve uw rijksregisternummer door te geven."),
    ("es_aeat", "asks_bank_details", "Agencia Tributaria: introduzca los datos de su tarjeta."),
    ("es_aeat", "asks_bank_details", "Agencia Tributaria: facilite su número de cuenta."),
    ("ch_post", "asks_bank_details", "La Posta Svizzera: inserisca il numero della sua carta."),
    ("uk_hmrc", "asks_nir", "HMRC: reply with your National Insurance number."),
]


@pytest.mark.parametrize(("charter", "kind", "text"), ASKS)
def test_an_ask_is_heard_in_the_language_of_the_country(charter: str, kind: str, text: str) -> None:
    assert (kind, "contradicts") in kinds(charter, text, channel="email")


DENIED = [
    ("de_elster", "Finanzamt: Wir fragen Sie niemals nach Ihrer Bankverbindung."),
    ("de_elster", "Finanzamt: Geben Sie keine Kreditkartennummer ein."),
    ("de_aok", "AOK: Geben Sie niemals Ihr Passwort weiter."),
    ("be_spf_finances", "FOD Financiën: wij vragen nooit uw rekeningnummer."),
    ("be_spf_finances", "FOD Financiën: geef nooit uw kaartnummer door."),
    ("es_aeat", "Agencia Tributaria: nunca pedimos los datos de su tarjeta."),
    ("es_aeat", "Agencia Tributaria: no facilite su número de cuenta."),
    ("uk_hmrc", "HMRC: never reply with your National Insurance number."),
]


@pytest.mark.parametrize(("charter", "text"), DENIED)
def test_what_is_denied_in_that_language_is_not_held_against_it(charter: str, text: str) -> None:
    found = kinds(charter, text, channel="email")
    assert not {kind for kind, weight in found if kind.startswith("asks_") and weight != "neutral"}


SAME_TEXT = [
    ("uk_hmrc", "social", "", "HM Revenue and Customs: your return is due.", "channel_not_used", "2024-01-30", "2024-01-31"),
    ("sg_gov", "sms", "SG-Workfare", "Your Workfare payout was credited.", "sender_not_official", "2022-08-01", "2022-07-31"),
    ("sg_gov", "sms", "CPF Board", "Your CPF payout was credited.", "sender_not_official", "2024-07-01", "2024-06-30"),
    ("sg_gov", "sms", "gov.sg", "Your CPF payout was credited.", "sender_not_official", "2024-06-17", "2024-06-18"),
]  # fmt: skip


@pytest.mark.parametrize(("charter", "channel", "sender", "text", "kind", "against", "silent"), SAME_TEXT)
def test_the_same_text_on_another_day_gets_another_answer(
    charter: str, channel: str, sender: str, text: str, kind: str, against: str, silent: str
) -> None:
    def weigh(on: str) -> set[str]:
        found = kinds(charter, text, channel=channel, sender=sender, on=date.fromisoformat(on))
        return {weight for one, weight in found if one == kind}

    assert weigh(against) & {"contradicts", "warns"}
    assert not weigh(silent)


def test_a_name_given_up_contradicts_and_an_early_one_only_warns() -> None:
    def weigh(sender: str, on: date) -> set[tuple[str, str]]:
        return kinds("sg_gov", "Your CPF payout was credited.", channel="sms", sender=sender, on=on)

    assert ("sender_not_official", "contradicts") in weigh("sg-workfare", date(2022, 8, 1))
    assert ("sender_not_official", "warns") in weigh("gov.sg", date(2024, 6, 17))


FORGED = "SPF Finances <info@mailing.minfin.fed.be>"


@pytest.mark.parametrize(
    ("text", "on", "weight"),
    [
        ("SPF Finances : votre déclaration est prête.", date(2027, 3, 1), "neutral"),
        ("SPF Finances : envoyez votre numéro de carte.", date(2027, 3, 1), "contradicts"),
        ("SPF Finances : envoyez votre numéro de carte.", date(2022, 3, 1), None),
    ],
)
def test_an_address_below_its_domain_that_is_not_published_counts_where_the_mail_is_used_badly(
    text: str, on: date, weight: str | None
) -> None:
    found = kinds("be_spf_finances", text, channel="email", sender=FORGED, on=on)
    said = {one for kind, one in found if kind in ("sender_unpublished", "sender_not_official")}
    assert said == ({weight} if weight else set())
