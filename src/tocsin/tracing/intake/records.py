"""What a laboratory told, as it stood in its file, and what it was understood to mean; why one goes to quarantine."""

from datetime import datetime
from typing import Final, Literal

from msgspec import Struct

Status = Literal["final", "corrected", "void"]
"""``corrected``: it takes the place of an earlier one; ``void``: entered in error, or cancelled."""
Meaning = Literal["positive", "negative", "void"]
Disposition = Literal["opened", "known", "negative", "corrected", "void", "ignored", "quarantined"]
DISPOSITIONS: tuple[Disposition, ...] = (
    "opened", "known", "negative", "corrected", "void", "ignored", "quarantined",
)  # fmt: skip
"""Every record that comes in has exactly one of them."""

Code = tuple[str, str]
"""The system that a code is of, as it was written, and the code."""


class RawPerson(Struct, frozen=True, gc=False, omit_defaults=True):
    family: str = ""
    given: str = ""
    phones: tuple[str, ...] = ()


NOBODY = RawPerson()


class RawResult(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A result as its file tells it: nothing is checked yet."""

    place: str
    """Where in the file: line, message or entry."""
    raw: bytes
    """The record as it came."""
    fields: dict[str, str] = {}
    """A field of ours, or a reason -> where it stands, by its format's own names; the empty one is for the rest."""
    beside: bytes = b""
    """What it refers to: the patient of a FHIR result."""
    laboratory: str = ""
    source_id: str = ""
    status: str = ""
    """``final``, ``corrected``, ``void``, ``waiting``, or a word that nobody knows."""
    tests: tuple[Code, ...] = ()
    values: tuple[Code, ...] = ()
    text: str = ""
    """The value where it is no code."""
    text_counts: bool = False
    """Whether the text alone may say what the result is; else it may only contradict."""
    interpretations: tuple[Code, ...] = ()
    taken: str | datetime | None = ""
    resulted: str | datetime | None = ""
    person: RawPerson = NOBODY
    has_person: bool = True
    birth_date: str = ""
    """ISO date."""
    sex: str = ""
    postcode: str = ""
    lang: str = ""
    guardian: RawPerson = NOBODY
    identity_of_test: bool = False
    """Whether its identifier is one of those made to try software out."""
    unknown_modifier: bool = False
    """Whether an extension that nobody here knows changes what it says."""
    has_died: bool = False
    """Whether its person is said to be dead."""


class ResultRecord(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    place: str
    raw: bytes
    beside: bytes
    laboratory: str
    source_id: str
    """The laboratory's own identifier of it, or one made of what it says."""
    status: Status
    meaning: Meaning
    disease: str
    taken_at: datetime | None
    resulted_at: datetime
    """When the laboratory had it: the 24 hours run from here."""
    identity: str = ""
    """``tracing.identity.identity``; empty only where the result is void."""
    family: str = ""
    given: str = ""
    birth_date: str = ""
    sex: str = ""
    phones: tuple[str, ...] = ()
    """E.164, those that take an SMS first."""
    postcode: str = ""
    lang: str = "fr"
    minor: bool = False
    guardian: RawPerson = NOBODY
    """Its telephones in E.164."""

    @property
    def source(self) -> str:
        return join_source(self.laboratory, self.source_id)


def join_source(laboratory: str, source_id: str) -> str:
    """A laboratory and its identifier of a result in one line, to index."""
    return f"{laboratory}\x1f{source_id}"


class RefusedRecord(Struct, frozen=True, gc=False):
    place: str
    raw: bytes
    reason: str
    """A word of ``reasons.REASONS``."""
    detail: str
    """What was expected; nothing personal."""
    beside: bytes = b""
    postcode: str = ""
    """Of the person's home, where it was read before."""


class UntracedResult(Struct, frozen=True, gc=False):
    """A result of a test that is not of a disease which is traced: nothing of it is kept."""

    place: str
    raw: bytes
    beside: bytes = b""
    postcode: str = ""
    revised: str = ""
    """What it corrects or withdraws, as ``Record.source``; empty where it does neither or does not say."""


Item = ResultRecord | RefusedRecord | UntracedResult


class RejectedRecord(Exception):
    """A record cannot be taken: the reason, what was expected, and in which field where the reason alone may lie in several."""

    def __init__(self, reason: str, detail: str, field: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
        self.fields = (field,) if field else FIELDS_OF_REASON.get(reason, ())


REASONS: Final[dict[str, str]] = {
    "unreadable": "It is broken: not JSON, not XML, not a segment, not as many cells as the header has.",
    "repeated_key": "An object in it has one key twice: which of the two counts, nobody can say.",
    "unknown_modifier": "It, its report or its patient has an extension that may change what it says.",
    "too_large": "It is larger than any result can be.",
    "bad_encoding": "Its bytes are not text in the character set that was said.",
    "unknown_format": "The file is neither FHIR, HL7 v2, HPRIM, CDA, a mail or an archive of these, nor a table of text.",
    "no_mapping": "The columns of the table are not ours, and no mapping says what they are.",
    "not_structured": "It is a letter, a picture or a text for people to read: a program finds no result in it.",
    "unsafe_archive": "The archive or mail is damaged, encrypted, nested, or larger unpacked than any report can be.",
    "wrong_message": "It is a message or a document of another type: no ORU, no report of biology.",
    "no_patient": "The patient it speaks of is not there.",
    "two_patients": "Its reference names two different patients.",
    "deceased": "Its positive patient is said to be dead: a human decides whom to tell, and how.",
    "no_identity": "Family name, given name or the whole birth date is missing.",
    "test_identity": "The patient's identifier is of those made to try software out.",
    "unknown_test": "Its test code is not in the tables, or is of two diseases.",
    "antibody_test": "It looks for antibodies: it does not say that somebody is infected now.",
    "no_value": "It has neither a value nor an interpretation.",
    "unknown_value": "Its value is not in the tables.",
    "indeterminate": "The laboratory itself could not say.",
    "contradiction": "Value and interpretation, or two codes of one value, disagree.",
    "unknown_status": "Its status is not in the tables.",
    "not_final": "It is not final: the final result is to come.",
    "no_result_time": "The result's own time is missing, or has no hour.",
    "bad_date": "A date or a time cannot be read, or cannot be.",
    "future_date": "A date is later than the moment at which the file came in.",
    "no_identifier": "It withdraws a result without its identifier, or with neither laboratory nor person.",
    "same_identifier": "Its laboratory gave its identifier to the result of another person or another test.",
    "conflict": "Two final results with one identifier disagree, and nothing says which corrects which.",
}
FIELDS_OF_REASON: Final[dict[str, tuple[str, ...]]] = {
    "unknown_modifier": ("value", "status"),
    "no_patient": ("family_name", "given_names", "birth_date"),
    "two_patients": ("family_name", "given_names", "birth_date"),
    "no_identity": ("family_name", "given_names", "birth_date"),
    "unknown_test": ("test",),
    "antibody_test": ("test",),
    "no_value": ("value", "interpretation"),
    "unknown_value": ("value", "interpretation"),
    "indeterminate": ("value", "interpretation"),
    "contradiction": ("value", "interpretation"),
    "unknown_status": ("status",),
    "not_final": ("status",),
    "no_result_time": ("resulted_at",),
    "bad_date": ("resulted_at", "taken_at", "birth_date"),
    "future_date": ("resulted_at", "taken_at", "birth_date"),
    "no_identifier": ("laboratory", "result_id"),
    "same_identifier": ("laboratory", "result_id"),
    "conflict": ("value", "status", "result_id"),
}
"""Reason -> the fields of ours in which it lies (``column_mapping.FIELDS``)."""
