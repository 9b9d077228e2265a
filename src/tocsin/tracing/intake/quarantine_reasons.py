"""Why a record goes to quarantine: stable words, and what each means."""

from typing import Final

REASONS: Final[dict[str, str]] = {
    "unreadable": "It is broken: not JSON, not a segment, not as many cells as the header has.",
    "repeated_key": "An object in it has one key twice: which of the two counts, nobody can say.",
    "unknown_modifier": "It, its report or its patient has an extension that may change what it says.",
    "too_large": "It is larger than any result can be.",
    "bad_encoding": "Its bytes are not text in the character set that was said.",
    "unknown_format": "The file is neither FHIR, nor HL7 v2, nor a table of text.",
    "no_mapping": "The columns of the table are not ours, and no mapping says what they are.",
    "wrong_message": "It is an HL7 message of another type than ORU^R01.",
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
