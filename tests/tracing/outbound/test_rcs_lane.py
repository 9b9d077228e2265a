"""A lane with an RCS provider, as ``tocsin worker`` runs it: a real PostgreSQL, SMPP over loopback, and the provider's
webhooks as the site stores them."""

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.tracing.outbound.conftest import (
    ALICE,
    LANE,
    NOON,
    QUICK,
    QUICK_LINE,
    SimulatedNetwork,
    listening,
    running,
    until,
)
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.sms.gateway import DeliveryReceipt, DeliveryState
from tocsin.sms.http_client import ProviderResponse
from tocsin.sms.smpp_account import SmppAccount
from tocsin.tracing.outbound.in_flight import InFlightMessages
from tocsin.tracing.outbound.persistence import GatewayIdentity, persist_outcome
from tocsin.tracing.outbound.process import build_worker
from tocsin.tracing.outbound.rcs_lane import RcsAccount, list_suggested_replies, load_rcs_accounts
from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, load_accounts

HOW_TO = Path(__file__).parents[3] / "docs/integrate/connect-an-rcs-provider.md"
LANES = re.findall("```yaml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)[0]
"""As the how-to writes it."""
KNOWN = {"SMPP_PASSWORD": "secret", "RCS_TOKEN": "t0k3n"}


class Provider:
    """Telephones that take RCS, and what was written to them."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.revoked: list[str] = []

    async def __call__(self, request):
        if request.method == "GET":
            return ProviderResponse(200, {}, b"{}")
        if request.method == "DELETE":
            self.revoked.append(request.url)
            return ProviderResponse(200, {}, b"{}")
        assert request.headers["authorization"] == "Bearer t0k3n"
        message = json.loads(request.body)
        self.sent.append(message)
        answer = {"messageId": message["messageId"], "name": f"r-{len(self.sent)}"}
        return ProviderResponse(200, {}, json.dumps(answer).encode())


@pytest.fixture
def lanes(tmp_path):
    path = tmp_path / "lanes.yaml"
    path.write_text(LANES + "  AMELI: {host: smsc.example, port: 2775, system_id: tocsin, password: s}\n")
    return {"TOCSIN_SMPP": str(path), **KNOWN}


@pytest.fixture
def rcs(lanes) -> RcsAccount:
    return load_rcs_accounts(lanes)[LANE]


def carrier(world, port, rcs, provider):
    account = SmppAccount(host="127.0.0.1", port=port, system_id="tocsin", password="secret", **QUICK_LINE)
    return build_worker(
        world.store, world.vault, account, LANE, world.clock, policy=QUICK, rcs=rcs, post=provider
    )


def tell_the_site(world, remote_id, state=DeliveryState.DELIVERED):
    """A receipt of the provider, stored as the site stores what a webhook tells."""
    place = GatewayIdentity(
        gateway="http-rcs-provider", account="rcs-provider", lane="rcs-provider", policy=QUICK
    )
    receipt = DeliveryReceipt(None, 0, 0, remote_id, state, "", NOON)
    outcome = InFlightMessages("same").apply_events([receipt], lambda at: at)
    with world.db.transaction():
        persist_outcome(world.db, world.vault, place, outcome, NOON)


async def test_a_text_goes_by_rcs_with_the_answers_as_buttons_and_is_delivered_by_the_sites_receipt(
    world, rcs
):
    provider, network = Provider(), SimulatedNetwork()
    message = world.message(to=ALICE, text="Est-ce bien vous ?", key="case-7.1")

    rcs = replace(rcs, provider=replace(rcs.provider, patience=600.0))
    async with listening(network) as port, running(carrier(world, port, rcs, provider)):
        await until(lambda: provider.sent)
        tell_the_site(world, "r-1")
        await until(lambda: world.row(message)["delivered_at"])
    (sent,) = provider.sent
    assert (sent["to"], sent["text"]) == (ALICE, "Est-ce bien vous ?")
    assert [one["postbackData"] for one in sent["suggestions"]] == ["case-7.1:yes", "case-7.1:no"]
    assert network.taken == []
    assert world.count("outbox") == world.count("earlyreceipt") == world.count("part") == 0


async def test_without_a_receipt_it_is_revoked_and_goes_by_sms(world, rcs):
    provider, network = Provider(), SimulatedNetwork()
    message = world.message(to=ALICE, text="Est-ce bien vous ?", key="case-7.1")
    rcs = replace(rcs, provider=replace(rcs.provider, patience=0.2))
    async with listening(network) as port, running(carrier(world, port, rcs, provider)):
        await until(lambda: world.row(message)["submitted_at"])
    assert len(provider.revoked) == len(provider.sent) == 1
    assert world.row(message)["uncertain_at"] is None


def test_each_text_of_the_flows_has_the_answers_that_its_question_takes():
    for name in list_flows():
        for state, asked in load_flow(name).states.items():
            replies = list_suggested_replies(f"{name}-1.2", f"{name}.{state}", "fr")
            wanted = {"yes_no": ["yes", "no"], "choice": list(asked.options)}.get(asked.ask or "", [])
            assert [reply.postback for reply in replies] == [f"{name}-1.2:{key}" for key in wanted], state
    assert [r.label for r in list_suggested_replies("case-1.4", "common.people_read_back", "en")] == ["YES"]
    assert list_suggested_replies("case-1.4", "withdrawal.sms", "fr") == ()


def test_a_lane_without_rcs_has_none_and_each_is_an_smpp_account_too(lanes):
    assert list(load_rcs_accounts(lanes)) == ["38663"]
    assert list(load_accounts(lanes)) == ["38663", "AMELI"]
    assert load_rcs_accounts({"TOCSIN_SMPP": "smpp://t:s@smsc.example:2775/38663"}) == {}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("$RCS_TOKEN", "$NO_TOKEN", r"lanes.38663.rcs.secrets.token: \$NO_TOKEN is not set"),
        ("webhooks:", "webhook:", r"lanes.38663.rcs: .*webhook"),
        ("https://rcs.example/v1/messages\n", "http://rcs.example/v1/messages\n", "rcs.provider.messages: "),
        ('{messageId: "{id}"', '{messageId: "{nobody}"', "rcs.provider.messages: .*nobody"),
        ('text: "{label}"', 'text: "{name}"', "rcs.provider.suggestion: .*name"),
        ("https://rcs.example/v1/phones", "http://rcs.example/v1/phones", "rcs.provider.capability: .*https"),
        ("/v1/messages/{id}", "/v1/messages/{number}", "rcs.provider.revoke: .*number"),
    ],
)
def test_a_provider_that_is_written_wrong_is_named_with_its_place(lanes, tmp_path, before, after, said):
    path = tmp_path / "lanes.yaml"
    assert before in LANES
    path.write_text(LANES.replace(before, after))
    with pytest.raises(BadSmppAccount, match=said):
        load_rcs_accounts(lanes)
