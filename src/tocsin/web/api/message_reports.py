"""``POST /api/v1/reports``: a message is reported, with the consent of whoever got it."""

import hashlib
from datetime import date
from typing import Final

import msgspec
from msgspec import Struct

from tocsin.campaigns import report_store
from tocsin.campaigns.fingerprint import TextFingerprint
from tocsin.campaigns.report_receipts import ReceiptKeys
from tocsin.campaigns.reported_message import ReportedMessage, describe_reported_message
from tocsin.message.message_reader import RequestRow
from tocsin.tracing.supervision.territory import load_regions
from tocsin.verdict.model import Level
from tocsin.web.api.call import ApiCall
from tocsin.web.api.message_check import CANNOT_READ, decode_body, unreadable_body_problem
from tocsin.web.api.operation import api_operation
from tocsin.web.api.parameters import MessageQuery
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.request_body import RequestBody
from tocsin.web.rate_limits import BUCKETS
from tocsin.web.store_pool import StoreUnavailable

MOST: Final = 4_194_304
"""Bytes of a body: a picture of a message fits in it."""


class ReportRequest(RequestRow, frozen=True, kw_only=True):
    """A message that is reported."""

    consent: bool
    """Whoever got the message agrees that it is kept, to fight fraud; must be true."""
    region: str | None = None
    """Region of France, such as `R53`; nothing finer is taken."""


class ReportReceipt(Struct, frozen=True, kw_only=True):
    """What was kept, and the code by which one asks what became of it."""

    receipt: str
    """For whoever reports, and nobody else: it is not kept, and cannot be given again."""
    level: Level
    day: date
    text: str
    """As it is kept: masked."""
    sender: str
    hosts: tuple[str, ...]
    numbers: tuple[str, ...]
    region: str | None


_decode: Final = msgspec.json.Decoder(ReportRequest).decode


@api_operation(
    "POST",
    body=RequestBody(
        schema=ReportRequest,
        most=MOST,
        example='{"text": "AMELI : payez 0,99 euro : ameli-vitale.example", "channel": "sms", "consent": true}',
    ),
    refusals=("bad_field",),
)
def report_message(call: ApiCall, query: MessageQuery) -> ReportReceipt:
    """Report a message.

    With consent it is kept, masked, so that campaigns are recognised and stopped; nothing is kept of who reports.
    """
    service = call.service
    body = call.read_body()
    call.spend_for_body(len(body))
    try:
        asked = decode_body(_decode, body)
        message, verdict = service.judges.judge_for(query.institution, query.lang, call.now).judge_row(asked)
    except CANNOT_READ as error:
        raise unreadable_body_problem(error) from None
    if not asked.consent:
        raise ApiProblem("bad_field", "true is expected: nothing is kept without consent", field="consent")
    if asked.region and asked.region not in load_regions():
        raise ApiProblem("bad_field", "a region such as R53 is expected", field="region")
    if not message.text:
        raise ApiProblem("bad_field", "a text is expected", field="text")
    reported = describe_reported_message(message, verdict)
    _spend_for_report(call, reported)
    keys = ReceiptKeys.derive(service.load_vault().lasting_key)
    try:
        with service.store.connection() as connection:
            receipt = report_store.keep_report(
                connection, keys, reported, "api", call.now, asked.region or ""
            )
    except StoreUnavailable:
        raise ApiProblem("no_store") from None
    return ReportReceipt(
        receipt=receipt,
        level=reported.level,
        day=reported.day,
        text=reported.text,
        sender=reported.sender,
        hosts=reported.hosts,
        numbers=reported.numbers,
        region=asked.region or None,
    )


def _spend_for_report(call: ApiCall, reported: ReportedMessage) -> None:
    """What a client without a key may report: as much as a visitor of the pages. Raises ApiProblem."""
    if call.caller.key is not None:
        return
    same = hashlib.sha256(call.caller.subject + TextFingerprint(reported.text).key.encode()).digest()[:16]
    for bucket, subject in (("report", call.caller.subject), ("report_same", same)):
        left = call.service.limits.take_tokens(bucket, subject, BUCKETS[bucket], call.now)
        if not left.allowed:
            raise ApiProblem("limit", "too many reports", headers=(("Retry-After", str(left.retry)),))
