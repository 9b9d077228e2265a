"""The two secret keys of a register, made from one secret."""

import hashlib
import hmac
from functools import lru_cache
from typing import Final

from msgspec import Struct

LEAST: Final = 16
"""Bytes of secret below which it could be guessed."""
_NAMED: Final = 8
_DIGEST: Final = 32


class SecretTooShort(ValueError):
    """The secret of a register has at least 16 bytes."""


class RegisterKeys(Struct, frozen=True):
    """What makes codes, and what hides telephone numbers: to know one tells nothing of the other."""

    codes: bytes
    """Key of :func:`tocsin.register.message_code.make_code`."""
    recipients: bytes
    """Key of :func:`hash_recipient`."""

    def __repr__(self) -> str:
        return "Keys(...)"


def derive_register_keys(secret: bytes) -> RegisterKeys:
    """The keys of a register, from its one secret.

    Raises SecretTooShort.
    """
    if len(secret) < LEAST:
        raise SecretTooShort(str(SecretTooShort.__doc__))
    root = hmac.digest(b"tocsin register", secret, hashlib.sha256)
    return RegisterKeys(*(hmac.digest(root, label, hashlib.sha256) for label in (b"codes", b"recipients")))


def hash_recipient(key: bytes, number: str) -> str:
    """What stands in the register for a telephone number in E.164.

    It begins with the name of its key, so that a number hashed under another key is seen to be that, and
    not taken for another person.
    """
    digest = hmac.digest(key, number.encode(), hashlib.sha256).hex()[:_DIGEST]
    return f"{_name_key(key)}.{digest}"


def is_recipient_hash(text: str) -> bool:
    """Whether it can be a hash, rather than a number that should never be written."""
    name, _, digest = text.partition(".")
    return len(name) == _NAMED and len(digest) == _DIGEST and set(name + digest) <= set("0123456789abcdef")


def is_same_key(one: str, other: str) -> bool:
    """Whether two hashes were made under the same key, and can be compared."""
    return one.partition(".")[0] == other.partition(".")[0]


@lru_cache(maxsize=64)
def _name_key(key: bytes) -> str:
    return hmac.digest(key, b"name of this key", hashlib.sha256).hex()[:_NAMED]
