"""Pseudonyms of one export: keyed, the key drawn for it and kept nowhere, so that nothing leads from one export to another,
nor from a pseudonym back to a file.

They hide who somebody is, not that somebody is there: with its dates and its département a row may still be told apart by whoever
knows the person. A line list stays data about people.
"""

import hashlib
from base64 import b32encode
from secrets import token_bytes
from typing import Final, Literal

NodeKind = Literal["case", "person", "contact", "cluster", "gathering"]
_BYTES: Final = 10
"""80 bits: among a million files two are alike with a probability below one in a trillion."""


class ExportPseudonyms:
    def __init__(self) -> None:
        self._key = token_bytes(32)

    def make_pseudonym(self, kind: NodeKind, id: int) -> str:
        """That of a case, of a person who is none, of somebody named who is not known as a person, or of a place: 16 letters
        and digits."""
        digest = hashlib.blake2b(f"{kind} {id}".encode(), key=self._key, digest_size=_BYTES).digest()
        return b32encode(digest).decode().lower()
