"""How the code of a message is made: from a secret key and the message's own identity."""

import hashlib
import hmac
from itertools import count

from tocsin.evidence.issue_codes import ALPHABET, PAYLOAD, format_issue_code, has_digit_and_letter


def make_code(key: bytes, message_id: str, attempt: int = 0) -> str:
    """The code of a message: the same for the same message, whatever happened in between.

    ``attempt`` is 1, 2... where the register says that the code is taken by another message.

    >>> make_code(b"not a secret", "case 17, first notice")
    '6X9V-3MKH'
    """
    for turn in count():  # one draw in ten is a word or a number, and is drawn again
        drawn = hmac.digest(key, f"{attempt}\0{turn}\0{message_id}".encode(), hashlib.sha256)
        payload = _to_code_characters(int.from_bytes(drawn))
        if has_digit_and_letter(payload):
            break
    return format_issue_code(payload)


def _to_code_characters(number: int) -> str:
    """The last digits of a number, written in the alphabet of codes."""
    number %= len(ALPHABET) ** PAYLOAD  # what is divided on is small
    characters = []
    for _ in range(PAYLOAD):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(characters)
