"""What each address does, in words and by example: the OpenAPI document is made of this."""

from typing import Any, Final

from tocsin.charter.channels import CHANNELS
from tocsin.message.message_reader import RequestRow
from tocsin.register.verification_record import VerificationRecord
from tocsin.verdict.verdict_json import VerdictRecord
from tocsin.web.api.batch_check import TYPES
from tocsin.web.api.charters import CharterDifference, CharterOnDay, CharterSummary
from tocsin.web.api.code_verification import CodeQuestion
from tocsin.web.api.fhir_intake import FHIR, OperationOutcome
from tocsin.web.api.gateway_webhooks import WebhookAcknowledgement
from tocsin.web.api.health import LivenessReport, ReadinessReport
from tocsin.web.api.number_lookup import NumberAnswer
from tocsin.web.api.operation import ApiOperation, OperationParameter
from tocsin.web.api.problem import Kind
from tocsin.web.api.reply import JSON, NDJSON

_LANG = OperationParameter(
    "lang", {"type": "string", "enum": ["fr", "en"], "default": "fr"},
    "language of the sentences",
)  # fmt: skip
_DAY: Final = {"type": "string", "format": "date"}
_INSTITUTION = OperationParameter(
    "institution", {"type": "string", "enum": ["assurance_maladie", "dgfip"], "default": "assurance_maladie"},
    "the institution whose charter is read",
)  # fmt: skip
_ON = OperationParameter(
    "on",
    _DAY,
    "the day in question (default: today)",
)
_ACCOUNT = OperationParameter(
    "account", {"type": "string"}, "name of the gateway account",
    "path", True,
)  # fmt: skip
_ASKED: Final[tuple[Kind, ...]] = (
    "bad_query", "unknown_key", "no_key", "scope", "not_acceptable", "limit", "at_once", "no_store"
)  # fmt: skip
_SENT: Final[tuple[Kind, ...]] = (
    "bad_json", "bad_utf8", "bad_length", "incomplete", "slow", "too_large", "media_type", "encoding",
    "bad_field",
)  # fmt: skip
_SIGNED: Final[tuple[Kind, ...]] = (
    *_SENT, "bad_query", "no_signature", "bad_signature", "stale_call", "no_account",
    "not_acceptable", "at_once", "no_store"
)  # fmt: skip

_SMS: Final = (
    '{"channel": "sms", "sender": "AMELI", "received_at": "2024-05-02",'
    ' "text": "AMELI : payez 0,99 euro : ameli-vitale.example"}'
)
_LINES: Final = '{"id": 1, "text": "AMELI : payez 0,99 euro : ameli-vitale.example"}\n{"id": 2, "text": 12}\n'

OPERATIONS: Final = (
    ApiOperation(
        id="check",
        method="post",
        path="/api/v1/check",
        title="Check a message",
        what=(
            "One message, one verdict: what it is, why, and what to do. Nothing of it is kept."
        ),
        scope="check",
        parameters=(_LANG, _INSTITUTION),
        takes=(JSON,),
        body=RequestRow,
        example=_SMS,
        answer=VerdictRecord,
        problems=(*_ASKED, *_SENT, "no_charter"),
    ),
    ApiOperation(
        id="batch",
        method="post",
        path="/api/v1/check/batch",
        title="Check many messages",
        what=(
            "One JSON object a line; the answer has one a line, in the same order, as they are judged. A "
            "line that cannot be read gets its error, and the run goes on."
        ),
        scope="check",
        parameters=(_LANG, _INSTITUTION),
        takes=TYPES,
        body=None,
        example=_LINES,
        gives=NDJSON,
        problems=(*_ASKED, "bad_length", "incomplete", "slow", "media_type", "encoding", "no_charter"),
    ),
    ApiOperation(
        id="verify",
        method="post",
        path="/api/v1/verify",
        title="Was this really sent?",
        what=(
            "A code, and the text received where you have it: what the register of the messages sent says."
        ),
        scope="check",
        parameters=(_LANG,),
        takes=(JSON,),
        body=CodeQuestion,
        example='{"code": "K7QF-2M9D"}',
        answer=VerificationRecord,
        problems=(*_ASKED, *_SENT),
    ),
    ApiOperation(
        id="number",
        method="get",
        path="/api/v1/numbers/{number}",
        title="A number",
        what=(
            "What it costs, who may use it, whether the institution calls or writes from it, or is called "
            "on it."
        ),
        scope="check",
        parameters=(
            OperationParameter(
                "number", {"type": "string"},
                "the number, as people write it", "path", True,
            ),
            _ON, _INSTITUTION, _LANG,
        ),
        answer=NumberAnswer,
        problems=(*_ASKED, "no_number", "no_charter"),
    ),
    ApiOperation(
        id="charters",
        method="get",
        path="/api/v1/charters",
        title="The charters",
        what="The institutions whose charter is known here.",
        scope="check",
        answer=list[CharterSummary],
        problems=_ASKED,
    ),
    ApiOperation(
        id="charter",
        method="get",
        path="/api/v1/charter",
        title="A charter, on a day",
        what=(
            "How the institution contacts people, and what it never asks: every clause in force that day, "
            "with its dates and its sources."
        ),
        scope="check",
        parameters=(
            _INSTITUTION, _ON, _LANG,
            OperationParameter(
                "channel",
                {"type": "string", "enum": list(CHANNELS)},
                "one channel only",
            ),
        ),
        answer=CharterOnDay,
        problems=(*_ASKED, "no_charter"),
    ),
    ApiOperation(
        id="diff",
        method="get",
        path="/api/v1/charter/diff",
        title="What changes between two days",
        what=(
            "The clauses that begin, end or become certain, and the questions that are answered otherwise."
        ),
        scope="check",
        parameters=(
            OperationParameter("before", _DAY, "the first day", required=True),
            OperationParameter(
                "after", _DAY, "the second (default: today)"
            ),
            _INSTITUTION, _LANG,
        ),
        answer=CharterDifference,
        problems=(*_ASKED, "no_charter"),
    ),
    ApiOperation(
        id="fhir",
        method="post",
        path="/api/v1/fhir",
        title="Hand in results of tests",
        what=(
            "A FHIR R4 Bundle of Patient and Observation. The answer says what became of each result: "
            "opened a case, known, negative, corrected, withdrawn, in quarantine."
        ),
        scope="intake",
        key=True,
        takes=(FHIR, JSON),
        body=dict[str, Any],
        example='{"resourceType": "Bundle", "type": "collection", "entry": []}',
        gives=FHIR,
        answer=OperationOutcome,
        problems=(
            *_ASKED, *(kind for kind in _SENT if kind != "bad_field"), "not_a_bundle", "not_kept"
        ),
    ),
    ApiOperation(
        id="receipts",
        method="post",
        path="/api/v1/gateways/{account}/receipts",
        title="Receipts of a gateway",
        what=(
            "What became of each SMS, told by the provider in its own form; the call is signed."
        ),
        parameters=(_ACCOUNT,),
        takes=(JSON,),
        body=Any,
        example='[{"message_id": "a1b2c3", "status": "DELIVERED"}]',
        answer=WebhookAcknowledgement,
        problems=_SIGNED,
    ),
    ApiOperation(
        id="messages",
        method="post",
        path="/api/v1/gateways/{account}/messages",
        title="SMS received by a gateway",
        what=(
            "What people answered, told by the provider in its own form; the call is signed."
        ),
        parameters=(_ACCOUNT,),
        takes=(JSON,),
        body=Any,
        example='[{"message_id": "d4e5f6", "from": "+33639980001", "to": "38663", "text": "oui"}]',
        answer=WebhookAcknowledgement,
        problems=_SIGNED,
    ),
    ApiOperation(
        id="healthz",
        method="get",
        path="/healthz",
        title="The process answers",
        what="Nothing else is looked at.",
        answer=LivenessReport,
        problems=("bad_query", "not_acceptable"),
    ),
    ApiOperation(
        id="readyz",
        method="get",
        path="/readyz",
        title="The service is ready",
        what="The store, its tables and the keys of personal data are there.",
        answer=ReadinessReport,
        problems=("bad_query", "not_acceptable", "no_store"),
    ),
)  # fmt: skip
