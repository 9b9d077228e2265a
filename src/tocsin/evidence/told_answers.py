"""What a person answers who was asked about a call or a message of which no text is left.

Six questions, in plain words, each answered yes, no, or not known. A yes is a finding like one that was read in a text,
judged by the same rules against the same clauses; a no shows nothing, since what was not asked this time proves nothing.

Which six: of the things that can be told by a yes, those that catch most frauds told by voice in the labelled rows, one after
the other, each for what those before it leave (``docs/reference/site.md`` has the figures). Hurry and threats are
not asked: they weigh nothing by themselves.
"""

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from tocsin.charter.view import DatedCharter
from tocsin.evidence.model import ClaimGround, Evidence, ItemRequest
from tocsin.message.model import Message, QuestionId


class SpokenQuestion(Struct, frozen=True):
    """A question that a yes answers enough of. Its words stand in the catalogues, under ``spoken_questions``."""

    id: QuestionId
    shows: Literal["ask", "lure"]
    values: tuple[str, ...]
    """Items or lures, any of which makes it a yes; the gravest first."""


SPOKEN_QUESTIONS: Final = (
    SpokenQuestion("bank", "ask", ("card", "iban")),
    SpokenQuestion("code", "ask", ("code", "password")),
    SpokenQuestion("payment", "ask", ("payment",)),
    SpokenQuestion("money", "lure", ("lure_refund", "lure_card", "lure_rights")),
    SpokenQuestion("door", "lure", ("lure_courier",)),
    SpokenQuestion("identity", "ask", ("nir", "identity_document")),
)
"""In the order in which they are asked."""
_BY_ID: Final = {question.id: question for question in SPOKEN_QUESTIONS}
PRESENTED: Final = "presented"
"""Value of a claim that a person tells of, and name of its words."""
_GRAVITY: Final = {"yes": 0, "only_if": 0, "unknown": 1, "": 1, "never": 2}
"""What a clause says of a thing -> how grave it is; the empty word where no clause does."""


def find_told_answers(message: Message, view: DatedCharter) -> Iterator[Evidence]:
    """What the answers show, and in whose name it came where the person was told so."""
    if message.presented_as == view.charter.id:
        yield Evidence("claim", PRESENTED, 0, 0, PRESENTED, "answer", ClaimGround("frame"))
    for answer in message.answers:
        if answer.said == "yes":
            yield _make_finding(_BY_ID[answer.question], message, view)


def _make_finding(question: SpokenQuestion, message: Message, view: DatedCharter) -> Evidence:
    """Of the things that a yes may mean, the one that the charter minds least: no more is known."""
    value = min(
        question.values, key=lambda one: _GRAVITY[_find_allowance(question.shows, one, message, view)]
    )
    about = ItemRequest(value, manner="reported", addressed=True) if question.shows == "ask" else None
    return Evidence(question.shows, value, 0, 0, question.id, "answer", about)


def _find_allowance(shows: str, value: str, message: Message, view: DatedCharter) -> str:
    inside, solicited = message.inside_account, message.solicited
    find = view.find_ask if shows == "ask" else view.find_content
    clause = find(value, message.channel, inside_account=inside, solicited=solicited)
    return clause.allowed if clause is not None else ""
