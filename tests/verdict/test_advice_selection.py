"""What to do: nobody is sent to the institution for what does not come in its name, and help comes first."""

from datetime import date
from itertools import product
from typing import get_args

import pytest

from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.charter.loading import list_charter_names, load_charter
from tocsin.charter.parsing import SITUATIONS
from tocsin.charter.schema import AdviceClause
from tocsin.charter.view import view_as_of
from tocsin.message.message_reader import read_message
from tocsin.verdict import situations
from tocsin.verdict.advice_selection import DONE, leads_to_institution, select_advice
from tocsin.verdict.check import check, judge
from tocsin.verdict.model import Level

TODAY = date(2026, 11, 28)
DAYS = (date(2018, 1, 15), date(2021, 3, 4), TODAY)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize(
    ("charter", "never"),
    [("assurance_maladie", ("ameli", "3646", "assurance maladie")), ("dgfip", ("impots.gouv", "0 809 401"))],
)
def test_nobody_is_sent_to_an_institution_that_the_message_does_not_name(
    charter: str, never: tuple[str, ...], on: date, lang: str
) -> None:
    view = view_as_of(load_charter(charter), on)
    for level in get_args(Level):
        for channel in CHANNELS:
            said = [
                f"{a.text} {a.contact}".lower()
                for a in select_advice(view, level, channel, lang, claimed=False)
            ]
            assert [one for one in said if any(name in one for name in never)] == []


@pytest.mark.parametrize(
    "text",
    [
        "La Poste : votre colis est bloqué, payez 1,99 € sur http://colis-suivi.example",
        "Crédit Agricole : votre compte est suspendu, confirmez votre mot de passe sur banque.example",
        "Netflix : votre abonnement est suspendu, mettez à jour votre carte : netflix-pay.example",
        "Bonjour maman, j'ai changé de numéro, écris-moi ici : 06 39 98 00 12",
    ],
)
def test_a_message_in_another_name_is_to_be_checked_with_whom_it_names(text: str) -> None:
    found = check(text, received=TODAY, charter="assurance_maladie")
    assert found.claims == ()
    assert any("que vous connaissez déjà" in a.text for a in found.advice)
    assert not any("ameli" in a.text or "3646" in a.text or "ameli" in a.contact for a in found.advice)


def test_in_the_name_of_the_institution_one_still_asks_there() -> None:
    found = check("AMELI : votre carte expire, payez 0,99 euro : ameli-vitale.example", received=TODAY)
    assert "3646" in {a.contact for a in found.advice}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_cannot_be_judged_is_no_all_clear(lang: str) -> None:
    found = check("On mange ensemble ce soir ?", received=TODAY, lang=lang)
    assert found.level == "unrelated"
    assert ("ne peut pas juger" if lang == "fr" else "cannot judge") in found.headline
    assert ("sans danger" if lang == "fr" else "safe") in found.headline
    assert ("feu vert" if lang == "fr" else "green light") in found.proves
    assert {a.when for a in found.advice} == {"unjudged", *DONE}
    assert "17cyber.gouv.fr" in {a.contact for a in found.advice if a.when == "unjudged"}


@pytest.mark.parametrize("charter", list_charter_names())
def test_every_deed_has_something_to_do_whoever_is_named(charter: str) -> None:
    view = view_as_of(load_charter(charter), TODAY)
    for channel, claimed in product(CHANNELS, (True, False)):
        whens = {a.when for a in select_advice(view, "imposture", channel, "fr", claimed=claimed)}
        assert set(DONE) <= whens, (channel, claimed)


@pytest.mark.parametrize("charter", list_charter_names())
def test_a_secret_that_was_given_has_a_step_that_is_not_the_same_for_every_victim(charter: str) -> None:
    view = view_as_of(load_charter(charter), TODAY)
    for channel, deed in product(CHANNELS, ("gave_credentials", "gave_nir", "gave_card", "paid")):
        said = select_advice(view, "imposture", channel, "fr")
        for_any_victim = {a.text for a in said if a.when == "victim"}
        assert {a.text for a in said if a.when == deed} - for_any_victim, (channel, deed)


@pytest.mark.parametrize("deed", DONE)
def test_what_is_to_be_done_for_a_deed_comes_first(deed: str) -> None:
    view = view_as_of(load_charter("assurance_maladie"), TODAY)
    channel: ChannelId = "sms"
    for level in get_args(Level):
        assert select_advice(view, level, channel, "fr", happened=(deed,))[0].when == deed


def test_an_advice_names_its_institution_by_name_number_or_host() -> None:
    charter = load_charter("assurance_maladie")
    own = {c.id for c in charter.clauses if isinstance(c, AdviceClause) and leads_to_institution(c, charter)}
    assert {"advice.check", "advice.credentials", "advice.nir", "advice.unknown_payment"} <= own
    assert not own & {"advice.reflexes", "advice.card.block", "advice.17cyber", "advice.33700.sms"}


def test_every_situation_has_words() -> None:
    assert set(DONE) == set(situations.SITUATIONS)
    assert set(DONE) | {"received", "doubt", "unjudged"} == set(SITUATIONS)


def test_where_the_message_is_not_proved_what_to_do_is_said_first_too() -> None:
    text = "j'ai cliqué sur le lien d'un sms ameli et j'ai entré mon code de carte bleue"
    found = judge(read_message(text, today=TODAY))
    assert found.level == "unproven"
    assert "voici d'abord quoi faire" in found.headline
    assert "Rien ne contredit" not in found.headline
    assert "ne veut pas dire" in found.proves


def test_who_asks_for_help_is_told_so_before_anything_else() -> None:
    found = judge(read_message("J'ai donné ma carte à un faux site ameli, que faire ?", today=TODAY))
    assert found.happened == ("gave_card",)
    assert "quoi faire" in found.headline
    assert "banque" in found.advice[0].text
    assert found.advice[0].when == "gave_card"
