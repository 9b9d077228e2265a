"""From where on a message reads like a fraud: where it claims no institution, as nearly all do in an ordinary month, further on."""

from datetime import date

import pytest

from tocsin.charter.channels import ChannelId
from tocsin.evidence import resemblance
from tocsin.evidence.model import Evidence, ItemRequest
from tocsin.evidence.text_classifier import load_classifier
from tocsin.message.plain_text import message_from_text

TEXT = "Rappelez-moi demain pour régler les 40 euros, merci d'avance"
ASK = Evidence("ask", "payment", 0, len(TEXT), TEXT, about=ItemRequest("payment"))
CLAIM = Evidence("claim", "opening", 0, 10, TEXT[:10])
EDGES = load_classifier(resemblance.TABLE).header.thresholds


@pytest.mark.parametrize("channel", ["email", "social", "call", "voicemail"])
def test_what_claims_nobody_must_read_more_like_a_fraud(
    channel: ChannelId, monkeypatch: pytest.MonkeyPatch
) -> None:
    low, high = EDGES.get(f"fraud_{channel}", EDGES["fraud"]), EDGES[f"unclaimed_{channel}"]
    assert low < high

    def reads_like(score: float, *found: Evidence) -> bool:
        monkeypatch.setattr(resemblance, "_measure_message", lambda *_, **__: score)
        read = resemblance.find_resemblance(
            message_from_text(TEXT, channel, received=date(2025, 3, 14)), found
        )
        return [e.value for e in read] == ["fraud"]

    assert not reads_like(high - 0.01, ASK)
    assert reads_like(high - 0.01, ASK, CLAIM)
    assert reads_like(high, ASK)
    assert not reads_like(low - 0.01, ASK, CLAIM)
