"""A lane with an RCS provider: its accounts, the buttons of a message, its receipts."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from msgspec import Struct
from msgspec.structs import replace

from tocsin.config import read_named_secret, read_settings
from tocsin.conversation.answer_buttons import list_answer_buttons, make_postback
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.runtime.clock import ServiceClock
from tocsin.sms.gateway import DeliveryState, SuggestedReply
from tocsin.sms.http_provider import InsecureAddress, UnknownTemplateName, check_names, check_provider
from tocsin.sms.rcs_provider import LONGEST_LABEL, MOST_BUTTONS, RcsProvider, check_call
from tocsin.sms.receipt_parsing import ParsedReceipt
from tocsin.store.arrays import encode_array
from tocsin.store.database import NoStore, open_connection
from tocsin.store.queries import query
from tocsin.tracing.outbound.gateway_store import ClaimedMessage
from tocsin.tracing.outbound.persistence import REFERENCE_LENGTH
from tocsin.tracing.outbound.smpp_accounts import BadSmppAccount, read_lanes

# The RCS providers of lanes: ``rcs`` under a lane in the YAML file that ``$TOCSIN_SMPP`` names.
#
# Such a lane writes by RCS where a telephone takes it, and by its account of SMPP everywhere else. The provider's webhooks
# are the site's, under the name of an account of ``$TOCSIN_HTTP_GATEWAYS``.


class RcsAccount(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    provider: RcsProvider
    webhooks: str
    """The account of ``$TOCSIN_HTTP_GATEWAYS`` under which the site takes this provider's webhooks."""
    secrets: dict[str, str] = {}
    """What the templates of the provider may name; ``$NAME`` stands in the environment."""

    def __repr__(self) -> str:
        return f"RcsAccount({self.provider.messages.url})"


def load_rcs_accounts(environ: Mapping[str, str] | None = None) -> dict[str, RcsAccount]:
    """Lane -> its account with an RCS provider, for lanes that have one. Raises BadSmppAccount."""
    given = read_settings(environ).smpp.split()
    if len(given) != 1 or "://" in given[0]:
        return {}
    path = Path(given[0])
    return {
        lane: _build_account(fields["rcs"], environ, f"{path}: lanes.{lane}.rcs")
        for lane, fields in read_lanes(path).items()
        if "rcs" in fields
    }


def _build_account(fields: Any, environ: Mapping[str, str] | None, place: str) -> RcsAccount:
    try:
        account = msgspec.convert(fields, RcsAccount)
    except msgspec.ValidationError as error:
        raise BadSmppAccount(place, str(error)) from None
    secrets: dict[str, str] = {}
    for name, value in account.secrets.items():
        found = read_named_secret(value[1:], environ) if value.startswith("$") else value
        if found is None:
            raise BadSmppAccount(f"{place}.secrets.{name}", f"{value} is not set")
        secrets[name] = found
    _check_provider(account.provider, secrets, f"{place}.provider")
    return msgspec.structs.replace(account, secrets=secrets)


def _check_provider(provider: RcsProvider, secrets: Mapping[str, str], place: str) -> None:
    """Each part of it: a name that nothing fills would otherwise show when the first message is to leave."""
    checks = {
        "messages": partial(check_provider, provider.messages, secrets),
        "suggestion": partial(check_names, "suggestion", provider.suggestion, {"label", "postback"}),
        "capability": partial(check_call, provider.capability, secrets),
        "revoke": partial(check_call, provider.revoke, secrets),
    }
    for part, check in checks.items():
        try:
            check()
        except (InsecureAddress, UnknownTemplateName) as error:
            raise BadSmppAccount(f"{place}.{part}", str(error)) from None


class StoredReceipts:
    """The receipts of one account that the site has stored, each given out once."""

    def __init__(self, url: str | None, account: str, clock: ServiceClock, keep: timedelta) -> None:
        """Receipts that nobody awaits are dropped after ``keep``."""
        self._url = url
        self._account = account
        self._clock = clock
        self._keep = keep
        self._db: psycopg.Connection[Any] | None = None

    async def fetch_receipts(self, references: Sequence[str]) -> list[ParsedReceipt]:
        """Those about these references of the provider; none while the store cannot be reached."""
        return await asyncio.to_thread(self._take_receipts, references)

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _take_receipts(self, references: Sequence[str]) -> list[ParsedReceipt]:
        whole = {reference[:REFERENCE_LENGTH]: reference for reference in references}
        account = {"account": self._account}
        since = self._clock.now() - self._keep
        try:
            if self._db is None:
                self._db = open_connection(self._url)
            with self._db.transaction():
                rows = self._db.execute(
                    query("gateway.early"), account | {"remote": encode_array(list(whole)), "since": since}
                ).fetchall()
                self._db.execute(query("gateway.tidy_early"), account | {"since": since})
        except (NoStore, psycopg.OperationalError):
            self.close()
            return []
        return [
            ParsedReceipt(whole[remote], "", DeliveryState(state), "")
            for remote, state, _ in sorted(rows, key=lambda row: row[2])
        ]


def add_buttons(db: psycopg.Connection[Any], claimed: Sequence[ClaimedMessage]) -> list[ClaimedMessage]:
    ids = encode_array([one.message_id for one in claimed])
    rows = db.execute(query("gateway.claimed_texts"), {"id": ids}).fetchall()
    replies = {id: list_suggested_replies(key, template, lang) for id, key, template, lang in rows}
    return [
        replace(one, outgoing=replace(one.outgoing, replies=replies.get(one.message_id, ())))
        for one in claimed
    ]


def list_suggested_replies(key: str, template: str, lang: str) -> tuple[SuggestedReply, ...]:
    """The buttons of one message, by its key (``case-17.3``) and the name of its text (``case.notice``).

    None for a text of no flow, and where an answer is longer than a button may be: the text of the message says it.
    """
    group, flows = template.partition(".")[0], list_flows()
    if group not in (*flows, "common"):
        return ()
    buttons = list_answer_buttons(load_flow(group if group in flows else flows[0]), template, lang)
    if len(buttons) > MOST_BUTTONS or any(len(button.label) > LONGEST_LABEL for button in buttons):
        return ()
    return tuple(SuggestedReply(button.label, make_postback(key, button.key)) for button in buttons)
