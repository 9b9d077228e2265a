"""The reader of the Assurance Maladie's charter, and short ways to ask it what a text shows."""

import random
from datetime import date

from hypothesis import strategies as st

from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.charter.view import DatedCharter, view_as_of
from tocsin.evidence.extraction import EvidenceExtractor, get_extractor
from tocsin.evidence.model import Evidence, ItemRequest
from tocsin.evidence.phrase_table import build_phrase_table
from tocsin.evidence.token_string import TokenString
from tocsin.evidence.vocabulary import Vocabulary
from tocsin.message.plain_text import message_from_text

CHARTER = load_charter("assurance_maladie")
DAY = date(2025, 3, 14)
"""A day on which the charter's lists are closed, and no programme of the epidemic runs."""

anything = st.text(st.characters(exclude_categories=()))
"""Any code point at all, lone surrogates and NUL included."""


def vocabulary(
    classes: dict[str, list[str]],
    synonyms: dict[str, list[str]] | None = None,
    *,
    whole: frozenset[str] = frozenset(),
    **known: list[str],
) -> Vocabulary:
    """A small vocabulary of a test's own words."""
    return Vocabulary(build_phrase_table(classes, synonyms, whole=whole), **known)


def reader() -> EvidenceExtractor:
    return get_extractor(CHARTER)


def view(on: date = DAY) -> DatedCharter:
    return view_as_of(CHARTER, on)


def shape(text: str) -> TokenString:
    return reader().words.tokenise(text)


def shown(
    text: str, kind: str = "", *, channel: ChannelId = "sms", sender: str = "", on: date = DAY
) -> list[Evidence]:
    """What a message shows, or what it shows of one kind."""
    message = message_from_text(text, channel, sender=sender, received=on)
    found = reader().extract(message, view(on))
    return [e for e in found if kind in ("", e.kind)]


def asked(text: str, channel: ChannelId = "sms") -> dict[str, Evidence]:
    """Asks of a text before any judgement, by item."""
    found = reader().asks.find_asks(shape(text), spoken=channel in ("call", "voicemail"))
    return {e.value: e for e in found}


def manners(text: str, channel: ChannelId = "sms") -> dict[str, str]:
    """How each item is asked."""
    return {
        item: e.about.manner for item, e in asked(text, channel).items() if isinstance(e.about, ItemRequest)
    }


def claims(text: str, *, channel: ChannelId = "sms", sender: str = "") -> set[str]:
    """The manners in which a message claims to come from the institution."""
    found = shown(text, "claim", channel=channel, sender=sender)
    return {e.value for e in found if not e.value.startswith("brand:")}


def rng(name: str) -> random.Random:
    """A source of variety that is the same at every run."""
    return random.Random(f"tocsin {name}")
