"""What each address does, in words and by example: the OpenAPI document is made of this."""

from typing import Any, Final

from tocsin.message.read import RequestRow
from tocsin.register.record import Record
from tocsin.verdict.answer import Answer
from tocsin.web.api.batch import TYPES
from tocsin.web.api.desk import Health, Ready
from tocsin.web.api.fhir import FHIR, OperationOutcome
from tocsin.web.api.gateways import Taken
from tocsin.web.api.institutions import CharterAt, Difference, Listed
from tocsin.web.api.numbers import Number
from tocsin.web.api.operation import Operation, Parameter
from tocsin.web.api.problem import Kind
from tocsin.web.api.reply import JSON, NDJSON
from tocsin.web.api.verify import Question

_LANG = Parameter(
    "lang", {"type": "string", "enum": ["fr", "en"], "default": "fr"},
    "language of the sentences",
)  # fmt: skip
_DAY: Final = {"type": "string", "format": "date"}
_INSTITUTION = Parameter(
    "institution", {"type": "string", "enum": ["assurance_maladie", "dgfip"], "default": "assurance_maladie"},
    "the institution whose charter is read",
)  # fmt: skip
_ON = Parameter(
    "on",
    _DAY,
    "the day in question (default: today)",
)
_ACCOUNT = Parameter(
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
    Operation(
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
        answer=Answer,
        problems=(*_ASKED, *_SENT, "no_charter"),
    ),
    Operation(
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
    Operation(
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
        body=Question,
        example='{"code": "K7QF-2M9D"}',
        answer=Record,
        problems=(*_ASKED, *_SENT),
    ),
    Operation(
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
            Parameter(
                "number", {"type": "string"},
                "the number, as people write it", "path", True,
            ),
            _ON, _INSTITUTION, _LANG,
        ),
        answer=Number,
        problems=(*_ASKED, "no_number", "no_charter"),
    ),
    Operation(
        id="charters",
        method="get",
        path="/api/v1/charters",
        title="The charters",
        what="The institutions whose charter is known here.",
        scope="check",
        answer=list[Listed],
        problems=_ASKED,
    ),
    Operation(
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
            Parameter(
                "channel",
                {"type": "string", "enum": ["sms", "email", "call", "voicemail", "social", "letter"]},
                "one channel only",
            ),
        ),
        answer=CharterAt,
        problems=(*_ASKED, "no_charter"),
    ),
    Operation(
        id="diff",
        method="get",
        path="/api/v1/charter/diff",
        title="What changes between two days",
        what=(
            "The clauses that begin, end or become certain, and the questions that are answered otherwise."
        ),
        scope="check",
        parameters=(
            Parameter("before", _DAY, "the first day", required=True),
            Parameter(
                "after", _DAY, "the second (default: today)"
            ),
            _INSTITUTION, _LANG,
        ),
        answer=Difference,
        problems=(*_ASKED, "no_charter"),
    ),
    Operation(
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
    Operation(
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
        answer=Taken,
        problems=_SIGNED,
    ),
    Operation(
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
        answer=Taken,
        problems=_SIGNED,
    ),
    Operation(
        id="healthz",
        method="get",
        path="/healthz",
        title="The process answers",
        what="Nothing else is looked at.",
        answer=Health,
        problems=("bad_query", "not_acceptable"),
    ),
    Operation(
        id="readyz",
        method="get",
        path="/readyz",
        title="The service is ready",
        what="The store, its tables and the keys of personal data are there.",
        answer=Ready,
        problems=("bad_query", "not_acceptable", "no_store"),
    ),
)  # fmt: skip
