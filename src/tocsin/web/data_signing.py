"""The signature of published data: Ed25519 (RFC 8032) under a key that is the institution's own.

``TOCSIN_CHARTER_KEY`` names the file of the private key, in PEM, for its owner alone. Where it names none
nothing is signed, and nothing stands in for a signature. There are two, for two kinds of reader: 64 bytes,
which ``openssl pkeyutl`` checks, and a detached JWS (RFC 7515, 7797, 8037).
"""

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from msgspec import Struct

from tocsin.config import read_settings


class BadSigningKey(Exception):
    """The file of the signing key cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path}: {problem}; expected an Ed25519 private key in PEM, readable by its owner alone"
        )
        self.path = path
        self.problem = problem


class DataSigner(Struct, frozen=True):
    private: Ed25519PrivateKey

    def sign_raw(self, data: bytes) -> bytes:
        return self.private.sign(data)

    def sign_jws(self, data: bytes) -> str:
        """The signature as a compact JWS whose payload is left out: it is the data themselves, unencoded."""
        header = {"alg": "EdDSA", "kid": self.key_id, "b64": False, "crit": ["b64"]}
        head = _base64url(json.dumps(header, separators=(",", ":")).encode())
        return f"{head}..{_base64url(self.private.sign(head.encode() + b'.' + data))}"

    @property
    def key_id(self) -> str:
        """Name of the key: the thumbprint of its public half (RFC 7638)."""
        thumb = {"crv": "Ed25519", "kty": "OKP", "x": self._x}
        return _base64url(hashlib.sha256(json.dumps(thumb, separators=(",", ":")).encode()).digest())

    @property
    def jwk_set(self) -> dict[str, Any]:
        """The public key as a set of JWK (RFC 7517)."""
        key = {"kty": "OKP", "crv": "Ed25519", "x": self._x, "kid": self.key_id, "alg": "EdDSA", "use": "sig"}
        return {"keys": [key]}

    @property
    def public_key_pem(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def _x(self) -> str:
        return _base64url(self.private.public_key().public_bytes_raw())


def signer_from_environment() -> DataSigner | None:
    """The signer that the environment names; None where it names none. Raises BadSigningKey."""
    named = read_settings().charter_key
    return load_signer(named) if named else None


def load_signer(path: Path) -> DataSigner:
    """The signer with the key of a file. Raises BadSigningKey."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise BadSigningKey(path, "others can read it (chmod 600)")
            key = load_pem_private_key(file.read(100_000), password=None)
    except OSError as error:
        raise BadSigningKey(path, error.strerror or str(error)) from None
    except (ValueError, TypeError):
        raise BadSigningKey(path, "it is no private key that can be read") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadSigningKey(path, "it is a key of another kind")
    return DataSigner(key)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
