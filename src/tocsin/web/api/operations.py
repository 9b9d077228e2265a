"""What each address does, in words and by example: the OpenAPI document and the page are made of this."""

from typing import Any, Final

from tocsin.charter.schema import Wording
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
    Wording("langue des phrases", "language of the sentences"),
)  # fmt: skip
_DAY: Final = {"type": "string", "format": "date"}
_INSTITUTION = Parameter(
    "institution", {"type": "string", "enum": ["assurance_maladie", "dgfip"], "default": "assurance_maladie"},
    Wording("l'institution dont la charte est lue", "the institution whose charter is read"),
)  # fmt: skip
_ON = Parameter(
    "on",
    _DAY,
    Wording("le jour dont il s'agit (aujourd'hui s'il manque)", "the day in question (default: today)"),
)
_ACCOUNT = Parameter(
    "account", {"type": "string"}, Wording("nom du compte de passerelle", "name of the gateway account"),
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
        title=Wording("Vérifier un message", "Check a message"),
        what=Wording(
            "Un message, un verdict : ce que c'est, pourquoi, et que faire. Rien n'en est gardé.",
            "One message, one verdict: what it is, why, and what to do. Nothing of it is kept.",
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
        title=Wording("Vérifier beaucoup de messages", "Check many messages"),
        what=Wording(
            "Un objet JSON par ligne ; la réponse en donne un par ligne, dans le même ordre, au fur et à "
            "mesure. Une ligne qui "
            "ne se lit pas reçoit son erreur, et la suite continue.",
            "One JSON object a line; the answer has one a line, in the same order, as they are judged. A "
            "line that cannot be "
            "read gets its error, and the run goes on.",
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
        title=Wording("Ce message a-t-il vraiment été envoyé ?", "Was this really sent?"),
        what=Wording(
            "Un code, et si vous l'avez le texte reçu : ce que dit le registre des messages envoyés.",
            "A code, and the text received where you have it: what the register of the messages sent says.",
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
        title=Wording("Un numéro", "A number"),
        what=Wording(
            "Ce qu'il coûte, qui peut l'utiliser, si l'institution appelle ou écrit depuis ce numéro, ou "
            "s'y fait appeler.",
            "What it costs, who may use it, whether the institution calls or writes from it, or is called "
            "on it.",
        ),
        scope="check",
        parameters=(
            Parameter(
                "number", {"type": "string"},
                Wording("le numéro, comme on l'écrit", "the number, as people write it"), "path", True,
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
        title=Wording("Les chartes", "The charters"),
        what=Wording(
            "Les institutions dont la charte est connue ici.", "The institutions whose charter is known here."
        ),
        scope="check",
        answer=list[Listed],
        problems=_ASKED,
    ),
    Operation(
        id="charter",
        method="get",
        path="/api/v1/charter",
        title=Wording("Une charte, un jour donné", "A charter, on a day"),
        what=Wording(
            "Comment l'institution contacte, et ce qu'elle ne demande jamais : chaque clause en vigueur ce "
            "jour-là, avec ses "
            "dates et ses sources.",
            "How the institution contacts people, and what it never asks: every clause in force that day, "
            "with its dates and "
            "its sources.",
        ),
        scope="check",
        parameters=(
            _INSTITUTION, _ON, _LANG,
            Parameter(
                "channel",
                {"type": "string", "enum": ["sms", "email", "call", "voicemail", "social", "letter"]},
                Wording("un seul canal", "one channel only"),
            ),
        ),
        answer=CharterAt,
        problems=(*_ASKED, "no_charter"),
    ),
    Operation(
        id="diff",
        method="get",
        path="/api/v1/charter/diff",
        title=Wording("Ce qui change entre deux jours", "What changes between two days"),
        what=Wording(
            "Les clauses qui commencent, finissent, deviennent certaines, et les questions dont la réponse "
            "change.",
            "The clauses that begin, end or become certain, and the questions that are answered otherwise.",
        ),
        scope="check",
        parameters=(
            Parameter("before", _DAY, Wording("le premier jour", "the first day"), required=True),
            Parameter(
                "after", _DAY, Wording("le second (aujourd'hui s'il manque)", "the second (default: today)")
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
        title=Wording("Donner des résultats de tests", "Hand in results of tests"),
        what=Wording(
            "Un Bundle FHIR R4 de Patient et d'Observation. La réponse dit ce qu'est devenu chaque "
            "résultat : cas ouvert, déjà "
            "connu, négatif, corrigé, retiré, en quarantaine.",
            "A FHIR R4 Bundle of Patient and Observation. The answer says what became of each result: "
            "opened a case, known, "
            "negative, corrected, withdrawn, in quarantine.",
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
        title=Wording("Accusés d'une passerelle", "Receipts of a gateway"),
        what=Wording(
            "Ce que devient chaque SMS, dit par l'opérateur dans sa propre forme ; l'appel est signé.",
            "What became of each SMS, told by the provider in its own form; the call is signed.",
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
        title=Wording("SMS reçus par une passerelle", "SMS received by a gateway"),
        what=Wording(
            "Ce que des personnes ont répondu, dit par l'opérateur dans sa propre forme ; l'appel est signé.",
            "What people answered, told by the provider in its own form; the call is signed.",
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
        title=Wording("Le processus répond", "The process answers"),
        what=Wording("Rien d'autre n'est regardé.", "Nothing else is looked at."),
        answer=Health,
        problems=("bad_query", "not_acceptable"),
    ),
    Operation(
        id="readyz",
        method="get",
        path="/readyz",
        title=Wording("Le service est prêt", "The service is ready"),
        what=Wording(
            "La base, ses tables et les clés des données personnelles sont là.",
            "The store, its tables and the keys of personal data are there.",
        ),
        answer=Ready,
        problems=("bad_query", "not_acceptable", "no_store"),
    ),
)  # fmt: skip
