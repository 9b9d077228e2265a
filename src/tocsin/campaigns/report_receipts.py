"""The receipt of a report: a code that only who reported has, by which they ask what became of it or take it back.

The store has a keyed digest of it alone: who reads the store cannot ask in anybody's place.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

from msgspec import Struct

from tocsin.evidence.issue_codes import ALPHABET

LENGTH: Final = 12
"""Characters: 28 ** 12 codes, so that none can be guessed within the limits of the site."""
_GROUP: Final = 4
LETTERS: Final = timedelta(weeks=4)
"""For how long an address is kept at most, to write what became of a report: less than any legal base keeps its key."""


class NotAReceiptCode(ValueError):
    """It is not the code of a receipt."""


class ReceiptKeys(Struct, frozen=True):
    code: bytes
    """Makes the code of a form that was sent."""
    digest: bytes
    """Makes what is kept of a code."""

    @classmethod
    def derive(cls, lasting: bytes) -> "ReceiptKeys":
        """From a key that is never rotated, such as ``Vault.lasting_key``."""
        return cls(
            *(
                hmac.digest(lasting, b"tocsin report receipt " + name, hashlib.sha256)
                for name in (b"code", b"digest")
            )
        )

    def make_code(self, ticket: str) -> str:
        """The code for a form with this ticket: the same form sent twice gives the same code, and one report."""
        number = int.from_bytes(
            hmac.digest(self.code, ticket.encode("utf-8", "surrogatepass"), hashlib.sha256)
        )
        characters = []
        for _ in range(LENGTH):
            number, place = divmod(number, len(ALPHABET))
            characters.append(ALPHABET[place])
        return "".join(characters)

    def digest_code(self, code: str) -> bytes:
        """What is kept of a code, 32 bytes."""
        return hmac.digest(self.digest, code.encode(), hashlib.sha256)


def draw_ticket() -> str:
    """Names a form that is shown: 22 letters, digits and signs, drawn at random."""
    return secrets.token_urlsafe(16)


def format_receipt_code(code: str) -> str:
    """A code as it is shown.

    >>> format_receipt_code("K7QF2M9DHJ4R")
    'K7QF-2M9D-HJ4R'
    """
    return "-".join(code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))


def parse_receipt_code(written: str) -> str:
    """The code as typed; spaces, dashes and small letters do not count. Raises NotAReceiptCode.

    >>> parse_receipt_code(" k7qf 2m9d-HJ4R ")
    'K7QF2M9DHJ4R'
    """
    found = "".join(character for character in written[:60] if character.isalnum()).upper()
    if len(found) != LENGTH or not set(found) <= set(ALPHABET):
        raise NotAReceiptCode(str(NotAReceiptCode.__doc__))
    return found
