"""What of an account is kept under seal for as long as the account stands.

Personal data are sealed under the key of their day, which the purge destroys; a second factor must last. Its
key is derived from a secret of the store that is never rotated, and the account is bound to what is sealed:
moved to another row, it does not open.
"""

import hashlib
import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tocsin.privacy.vault import NotSealedHere
from tocsin.web.service_keys import load_vault

_VERSION: Final = b"\x01"
_NONCE: Final = 12


def seal_secret(text: str, place: str, account: int) -> bytes:
    """A text under seal, for one place of one account. Raises store.StoreUnavailable."""
    nonce = os.urandom(_NONCE)
    return (
        _VERSION
        + nonce
        + AESGCM(_derive_key(b"seal")).encrypt(nonce, text.encode(), _associated_data(place, account))
    )


def open_secret(sealed: bytes, place: str, account: int) -> str:
    """What was sealed for this place of this account. Raises NotSealedHere, store.StoreUnavailable."""
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        if sealed[:1] != _VERSION:
            raise InvalidTag
        return AESGCM(_derive_key(b"seal")).decrypt(nonce, body, _associated_data(place, account)).decode()
    except (InvalidTag, ValueError):
        raise NotSealedHere(f"{str(NotSealedHere.__doc__).rstrip('.')}: {place}") from None


def digest_secret(text: str, place: str, account: int) -> bytes:
    """What is kept of something that is only compared: who reads the store cannot try it out. Raises
    store.Away."""
    return hmac.digest(
        _derive_key(b"digest"), _associated_data(place, account) + b"\0" + text.encode(), hashlib.sha256
    )


def _derive_key(label: bytes) -> bytes:
    return hmac.digest(load_vault().lasting_key, label, hashlib.sha256)


def _associated_data(place: str, account: int) -> bytes:
    return f"{place}.{account}".encode()
