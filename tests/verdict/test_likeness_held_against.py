"""An ask that is read by likeness, held against a clause that says never."""

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.evidence.model import AskLikeness, Evidence, ItemRequest, TextResemblance
from tocsin.verdict.judgement_context import Judgement
from tocsin.verdict.wanted_things import hold_against

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
    asked = Evidence("ask", "card", 0, 4, "text", "text", AskLikeness(ItemRequest("card"), 1, "00", 0.8))
    wanted = [Judgement("neutral", "asks_bank_details", asked, CLAUSE)]
    assert [f.weight for f in hold_against(wanted, (alike,), channel)] == [weight]
