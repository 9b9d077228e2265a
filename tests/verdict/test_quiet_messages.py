"""A quiet message gets at once the verdict that the whole way gives."""

import json
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.evidence.reading import CHARTER, anything, reader, view
from tests.examples import scaled
from tocsin.charter.channels import CHANNELS, ChannelId
from tocsin.message.message_reader import MessageRow, message_from_row
from tocsin.message.model import Message
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.check import judge
from tocsin.verdict.decision import decide_verdict
from tocsin.verdict.lone_reference import may_be_lone_reference
from tocsin.verdict.model import Verdict

ROOT = Path(__file__).resolve().parents[2]
DAYS = (date(2018, 6, 1), date(2021, 3, 4), date(2024, 5, 2), date(2026, 11, 28))
PIECES = (
    *(
        "on se retrouve à la gare",
        "merci pour le pain",
        "tu peux venir ?",
        "le match était super",
        "bises maman",
    ),
    *(
        "votre carte vitale",
        "la CPAM",
        "ameli",
        "Assurance Maladie :",
        "votre compte",
        "vos droits",
        "Netflix :",
    ),
    *(
        "envoyez votre RIB",
        "donnez-moi le code",
        "payez 2 euros",
        "ne donnez jamais",
        "votre mot de passe",
        "RIB",
    ),
    *(
        "rappelez ce numéro",
        "appelle-moi au 06 39 98 12 34",
        "0899 00 12 34",
        "3646",
        "au 01 99 00 11 22",
        "38663",
    ),
    *(
        "https://colis.example/x",
        "www.ameli.fr",
        "www.service-public.fr",
        "bit.ly/abc",
        "sante.example",
        "x@y.example",
    ),
    *(
        "votre colis est bloqué",
        "amende impayée",
        "nouveau numéro",
        "j'ai gagné",
        "un héritage",
        "urgent",
        "sous 24h",
    ),
    *(
        "j'ai cliqué sur le lien",
        "j'ai donné ma carte",
        "que faire ?",
        "une arnaque",
        "attention aux faux SMS",
        "« »",
    ),
    *(
        "> reçu hier",
        "Le 3 mai, X a écrit :",
        "Moi : ok",
        "-",
        "STOP au 36180",
        "v1tale",
        "\u200b",
        "а",
        "بطاقة",
        "\n",
    ),
)
SENDERS = (
    "",
    "AMELI",
    "38663",
    "Nadia",
    "06 39 98 12 34",
    "+33899001234",
    "PHARMACIE",
    "CPAM",
    "Orange",
    "a@b.example",
)


def decide_the_whole_way(message: Message, lang: str) -> Verdict:
    day = view(message.received)
    first = reader().read_fields(message, day)
    return decide_verdict(message, day, reader().settle_findings(first), lang, linked=first.shows_link)


def is_quiet(message: Message) -> bool:
    return reader().is_quiet(reader().read_fields(message, view(message.received)))


def assert_same(message: Message, lang: str = "fr") -> None:
    if is_quiet(message) and not may_be_lone_reference(message):
        # A likeness to harmless messages is not measured where nothing in a message can count.
        whole = decide_the_whole_way(message, lang)
        unmeasured = whole.likeness is None or whole.likeness.to == "harmless"
        quiet = judge(message, CHARTER, lang=lang)
        assert quiet == (replace(whole, likeness=quiet.likeness) if unmeasured else whole)


@given(
    st.lists(st.sampled_from(PIECES), max_size=7),
    st.sampled_from([" ", ". ", "\n", ", "]),
    st.sampled_from(SENDERS),
    st.sampled_from(sorted(CHANNELS)),
    st.sampled_from(DAYS),
    st.booleans(),
)
@settings(max_examples=scaled(800))
def test_pieces_of_all_kinds_get_the_verdict_of_the_whole_way(
    pieces: list[str], between: str, sender: str, channel: ChannelId, day: date, inside: bool
) -> None:
    text = between.join(pieces)
    assert_same(message_from_text(text, channel, sender=sender, received=day, inside_account=inside))


@given(anything, st.sampled_from(SENDERS) | anything)
@settings(max_examples=scaled(200))
def test_anything_gets_the_verdict_of_the_whole_way(text: str, sender: str) -> None:
    assert_same(message_from_text(text, "sms", sender=sender, received=DAYS[2]), "en")


@pytest.mark.parametrize("file", sorted((ROOT / "evals").glob("*.jsonl")), ids=lambda file: file.stem)
def test_the_evaluation_sets_get_the_verdict_of_the_whole_way(file: Path) -> None:
    """Each row by itself, and the halves of two rows in one message."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows if isinstance(row.get("text"), str)]
    hand = random.Random(file.stem)
    for text in texts:
        other = hand.choice(texts)
        for one in (text, text[: len(text) // 2] + other[len(other) // 2 :]):
            row = MessageRow(text=one, channel="sms", sender=hand.choice(SENDERS))
            assert_same(message_from_row(row, hand.choice(DAYS)))


def test_what_people_write_to_one_another_is_quiet() -> None:
    for text in (
        "j'arrive, y a des bouchons",
        "Bon anniversaire Papa, bisous",
        "Rappel : le judo reprend mardi à 18h",
    ):
        assert is_quiet(message_from_text(text, "sms", sender="+33639981234", received=DAYS[3]))


@pytest.mark.parametrize(
    "text",
    [
        "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
        "Votre colis est bloqué, payez sur colis.example",
        "J'ai cliqué sur le lien d'un faux sms, que faire ?",
        "Rappelez-nous au 0899 00 12 34",
        "Envoyez-moi votre mot de passe",
    ],
)
def test_what_asks_leads_or_tells_is_not_quiet(text: str) -> None:
    assert not is_quiet(message_from_text(text, "sms", received=DAYS[3]))
