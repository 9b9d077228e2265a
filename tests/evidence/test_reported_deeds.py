"""What people tell that they did themselves is read; what others write, and what was not done, is not."""

import json

import pytest

from tests.evidence.reading import DAY, reader, shown, view
from tocsin.evidence.model import Evidence
from tocsin.evidence.reported_deeds import TABLE, TELLS, TELLS_BESIDE_SENDER, UNNAMED, find_deeds_beside
from tocsin.evidence.weight_columns import load_columns
from tocsin.message.model import Message, Passage
from tools.training_model import EVALS


def deeds(text: str, *, channel: str = "sms", sender: str = "") -> set[str]:
    return {e.value for e in shown(text, "deed", channel=channel, sender=sender)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("J'ai donné ma carte à un faux site ameli, que faire ?", "gave_card"),
        ("j'ai cliqué sur le lien", "clicked"),
        ("Ma mère a donné son mot de passe ameli à quelqu'un qui l'a appelée", "gave_credentials"),
        ("On m'a fait installer AnyDesk, ils ont pris la main sur mon ordinateur", "installed"),
        ("J'ai rentré mes coordonnées bancaires sur le lien du SMS", "gave_bank"),
        ("Je leur ai donné mon numéro de sécurité sociale, c'est une arnaque ?", "gave_nir"),
        ("J'ai fait un virement à un faux propriétaire, je suis inquiète", "paid"),
        ("I gave my card number to a fake ameli website, what should I do?", "gave_card"),
        ("I read him the code that came by text", "gave_credentials"),
    ],
)
def test_it_reads_what_a_person_did(text: str, told: str) -> None:
    assert told in deeds(text)


@pytest.mark.parametrize(
    "text",
    [
        "On mange ensemble ce soir ?",
        "J'ai donné ma carte Vitale à la pharmacienne",
        "J'ai payé la cantine hier",
        "J'ai donné mon RIB à mon nouvel employeur",
        "Maman j'ai cassé mon téléphone, écris-moi ici",
        "Si vous avez cliqué sur le lien, changez votre mot de passe",
        "Je n'ai pas cliqué sur le lien, c'est une arnaque ?",
        "AMELI : votre carte expire, payez 0,99 euro : ameli-vitale.example",
        "J'ai piraté votre ordinateur et j'ai installé un logiciel espion. Payez 500 euros en bitcoin.",
        "Dois-je donner mon RIB à la CPAM pour être remboursé ?",
        "I gave my card to the waiter and forgot it",
    ],
)
def test_it_reads_no_deed_where_none_went_wrong(text: str) -> None:
    assert deeds(text) == set()


def test_tellings_that_teach_are_read_and_near_misses_are_not() -> None:
    rows = [
        json.loads(line)
        for file in sorted(EVALS.glob("tellings/*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    read = [(row["tells"], set(list_deeds(row["text"])), set(row["did"])) for row in rows]
    told = [(found, did) for tells, found, did in read if tells]
    assert sum(bool(found) for found, _ in told) >= 0.95 * len(told)
    assert sum(bool(found & did) for found, did in told) >= 0.85 * len(told)
    near = [found for tells, found, _ in read if not tells]
    assert sum(map(bool, near)) <= 0.02 * len(near)


def list_deeds(text: str) -> list[str]:
    return [e.value for e in find_deeds_beside(text, "sms")]


def test_who_tells_without_a_word_for_a_deed_is_told_what_helps_most_victims() -> None:
    assert UNNAMED in deeds("je me suis fait avoir")


def test_it_quotes_the_sentence_that_tells() -> None:
    (found,) = shown("Bonjour. J'ai cliqué sur le lien", "deed")
    assert found.raw == "J'ai cliqué sur le lien"


def test_who_gives_the_swindlers_number_too_tells_of_themselves() -> None:
    told = "J'ai donné mon numéro de carte à ce faux site, que faire ?"
    assert "gave_card" in deeds(told, sender="06 39 98 00 12")
    assert "gave_card" in deeds(told, sender="Ameli")


@pytest.mark.parametrize(
    "text",
    [
        "Maman c'est moi, j'ai cassé mon téléphone et j'ai payé la réparation, fais-moi un virement",
        "Vous avez cliqué sur un lien frauduleux : votre carte sera bloquée",
        "j'ai payé la cantine de Léo par carte, bisous",
    ],
)
def test_a_sender_who_tells_of_themselves_is_no_victim(text: str) -> None:
    assert deeds(text, sender="06 39 98 00 12") == set()


def test_beside_a_sender_a_text_must_read_more_surely_like_a_telling() -> None:
    edges = load_columns(TABLE).header.thresholds
    assert edges[TELLS_BESIDE_SENDER] > edges[TELLS]


def test_of_a_call_the_person_tells_whoever_rang() -> None:
    told = "Un homme de la CPAM m'a appelé, j'ai donné mon code secret au téléphone"
    assert "gave_credentials" in deeds(told, channel="call", sender="01 99 00 12 34")


def test_what_is_forwarded_is_somebody_elses() -> None:
    text = "J'ai cliqué sur le lien. C'est quoi ?"
    message = Message(channel="sms", text=text, received=DAY, passages=(Passage("forwarded", 0, 24),))
    assert [e for e in reader().extract(message, view()) if e.kind == "deed"] == []


def test_own_words_around_what_is_forwarded_are_the_persons() -> None:
    text = "J'ai cliqué sur le lien. Bonjour, voici votre colis."
    message = Message(channel="sms", text=text, received=DAY, passages=(Passage("forwarded", 25, len(text)),))
    (found,) = (e for e in reader().extract(message, view()) if e.kind == "deed")
    assert (found.value, found.raw) == ("clicked", "J'ai cliqué sur le lien.")


def test_own_words_beside_a_message_are_read() -> None:
    message = Message(
        channel="email", text="Votre colis est arrivé", received=DAY, sender="a@poste.example",
        beside="J'ai donné ma carte bleue sur ce site, que faire ?",
    )  # fmt: skip
    assert Evidence("deed", "gave_card", 0, 0, "") in reader().extract(message, view())


def test_a_long_text_is_no_cry_for_help() -> None:
    assert deeds("J'ai cliqué sur le lien. " + "Et puis voilà. " * 400) == set()
