"""A partner's program hands on a message with the consent of whoever got it, and gives them the receipt."""

import pytest

from tocsin.store.database import open_connection
from tocsin.web.rate_limits import BUCKETS

PLACE = "/api/v1/reports"
MESSAGE = {
    "text": "Bonjour Mme Petit, AMELI : payez 0,99 euro sur https://ameli-vitale.example/p?id=77",
    "channel": "sms",
    "consent": True,
}


def test_a_report_is_kept_masked_and_has_a_receipt(client, store):
    got = client.post(PLACE, {**MESSAGE, "region": "R53"})
    assert got.status == 200
    assert (
        got.json["text"]
        == "Bonjour Mme [NOM], AMELI : payez 0,99 euro sur https://ameli-vitale.example/p?id=[…]"
    )
    assert (got.json["hosts"], got.json["region"]) == (["ameli-vitale.example"], "R53")
    assert len(got.json["receipt"]) == 14
    with open_connection(store) as connection:
        assert connection.execute("select text, origin, region from tracing_report").fetchall() == [
            (got.json["text"], "api", "R53")
        ]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("consent", {"consent": False}),
        ("region", {"region": "35"}),
        ("text", {"text": ""}),
        ("colour", {"colour": 1}),
    ],
)
def test_nothing_is_kept_where_a_field_does_not_hold(client, store, field, more):
    got = client.post(PLACE, {**MESSAGE, **more})
    assert (got.status, got.json["kind"]) == (422, "bad_field")
    if field != "colour":
        assert got.json["field"] == field
    with open_connection(store) as connection:
        assert connection.execute("select count(*) from tracing_report").fetchone() == (0,)


def test_without_a_key_nobody_makes_a_campaign_alone(client, new_key):
    most = BUCKETS["report_same"].most
    assert [client.post(PLACE, MESSAGE).status for _ in range(most + 1)] == [200] * most + [429]
    assert client.post(PLACE, MESSAGE, HTTP_AUTHORIZATION=f"Bearer {new_key()}").status == 200


def test_without_a_store_there_is_none(alone):
    assert alone.post(PLACE, MESSAGE).status == 503
