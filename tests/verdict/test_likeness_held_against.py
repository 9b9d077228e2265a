"""An ask that is read by likeness, held against a clause that says never."""

from datetime import date

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.evidence.model import AskLikeness, Evidence, ItemRequest, TextResemblance
from tocsin.message.plain_text import message_from_text
from tocsin.verdict.judgement_context import Judgement
from tocsin.verdict.wanted_things import hold_against, name_wanted_things

CLAUSE = next(c for c in load_charter("assurance_maladie").clauses if c.id == "ask.call.card")


@pytest.mark.parametrize(
    ("channel", "band", "weight"),
    [
        ("call", "clear", "neutral"),
        ("call", "strong", "contradicts"),
        ("voicemail", "clear", "contradicts"),
    ],
)
def test_a_call_that_is_told_must_read_strongly_like_a_fraud(
    channel: ChannelId, band: str, weight: str
) -> None:
    said = TextResemblance(band, 1, "00", beyond_manner=True)  # type: ignore[arg-type]
    alike = Evidence("resemblance", "fraud", 0, 4, "text", "text", said)
    asked = Evidence(
        "ask", "card", 0, 4, "text", "text", AskLikeness(ItemRequest("card"), 1, "00", sure=True)
    )
    wanted = [Judgement("neutral", "asks_bank_details", asked, CLAUSE)]
    assert [f.weight for f in hold_against(wanted, (alike,), channel)] == [weight]


def test_what_a_rule_found_is_named_by_it_before_any_likeness() -> None:
    message = message_from_text("Envoie ton RIB et tes infos", "social", received=date(2024, 5, 2))
    asked = [
        Evidence(
            "ask", item, start, end, message.text[start:end], about=ItemRequest(item, manner="imperative")
        )
        for item, start, end in (("iban", 0, 14), ("personal", 18, 27))
    ]
    named = {f.kind: f for f in name_wanted_things(message, tuple(asked), [], None)}
    assert named["asks_bank_details"].evidence.raw == "Envoie ton RIB"
    assert named["asks_bank_details"].weight == "neutral"
    assert not any(f.evidence is asked[1] for f in named.values()), "a word for many things tells too little"
