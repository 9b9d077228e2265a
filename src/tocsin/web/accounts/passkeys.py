"""Passkeys (WebAuthn level 2): the second factor that a false site cannot ask for.

A browser signs with the key of this very host alone, so that whoever types a password on a false site gives
away nothing that opens here. A passkey stands beside the telephone, which goes on working without a script
and in every browser; its public half is no secret and is kept as it is.
"""

import hashlib
import logging
import secrets
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import psycopg
from django.core import signing
from django.http import HttpRequest
from fido2.cose import UnsupportedKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from msgspec import Struct

from tocsin.store.statements import execute_statement, fetch_rows
from tocsin.web.accounts import account_secrets
from tocsin.web.audit.audit_log import log_account_change
from tocsin.web.staff.staff_member import StaffMember

Connection = psycopg.Connection[Any]
MOST: Final = 10
"""Passkeys of one account."""
LASTS: Final = 600
"""Seconds within which a passkey that was offered is made."""
_SALT: Final = "tocsin passkey"
_NAME: Final = 40
_LONGEST: Final = 16_384
"""Characters of what a browser answers."""
_VERIFICATION: Final = UserVerificationRequirement.PREFERRED
_MALFORMED: Final = (
    ValueError, TypeError, KeyError, AttributeError, IndexError, NotImplementedError, struct.error
)  # fmt: skip
"""What fido2 raises where an answer is not what a browser sends, or is not signed as it should be."""
logging.getLogger("fido2").setLevel(logging.WARNING)  # it writes the number of each key


class InvalidPasskey(Exception):
    """What the browser answers is not signed by a passkey of this account, for this site and this sign-in."""


class PasskeySummary(Struct, frozen=True):
    id: int
    name: str
    made: datetime
    used: datetime | None


def list_passkeys(connection: Connection, account: int) -> list[PasskeySummary]:
    return [PasskeySummary(*row[:4]) for row in fetch_rows(connection, "accounts.passkeys", account=account)]


def build_registration_options(
    request: HttpRequest, connection: Connection, who: StaffMember
) -> tuple[str, str]:
    """What a browser makes a passkey from, as JSON, and a token that comes back with it. Raises
    StoreUnavailable."""
    challenge = secrets.token_bytes(32)
    user = PublicKeyCredentialUserEntity(
        name=who.login, display_name=who.name,
        id=account_secrets.digest_secret("passkey user", "staff_passkey", who.account_id),
    )  # fmt: skip
    options, _ = _build_server(request).register_begin(
        user, _load_credentials(connection, who.account_id), user_verification=_VERIFICATION,
        resident_key_requirement=ResidentKeyRequirement.PREFERRED, challenge=challenge,
    )  # fmt: skip
    token = signing.dumps([who.account_id, urlsafe_b64encode(challenge).decode()], salt=_SALT)
    return _encode_options(options), token


def read_registration(request: HttpRequest, account: int, token: str, answer: str) -> AttestedCredentialData:
    """The passkey that a browser has made. Raises InvalidPasskey."""
    try:
        owner, challenge = signing.loads(token, salt=_SALT, max_age=LASTS)
        if owner != account:
            raise InvalidPasskey("it was offered to another account")
        response = RegistrationResponse.from_dict(_decode_answer(answer))
        made = _build_server(request).register_complete(_build_state(urlsafe_b64decode(challenge)), response)
    except (signing.BadSignature, *_MALFORMED) as error:
        raise InvalidPasskey(f"{type(error).__name__}: {error}") from None
    if made.credential_data is None or isinstance(made.credential_data.public_key, UnsupportedKey):
        raise InvalidPasskey("it holds no key that can be checked")
    return made.credential_data


def add_passkey(
    connection: Connection, account: int, made: AttestedCredentialData, name: str, *, now: datetime,
    at: datetime, by: str,
) -> bool:  # fmt: skip
    """Bind a passkey to an account; whether there is room, and it is not bound already.

    ``at`` is the moment in the log.
    """
    with connection.transaction():
        added = execute_statement(
            connection, "accounts.add_passkey", account=account, id=made.credential_id, credential=bytes(made),
            now=now, most=MOST, name="".join(letter for letter in name if letter.isprintable()).strip()[:_NAME],
        )  # fmt: skip
        if added:
            log_account_change(connection, by, account, "passkey added", at, "account.own")
        return bool(added)


def remove_passkey(connection: Connection, account: int, id: int, *, at: datetime, by: str) -> bool:
    """Unbind a passkey of this account; whether it was there."""
    with connection.transaction():
        removed = execute_statement(connection, "accounts.remove_passkey", account=account, id=id)
        if removed:
            log_account_change(connection, by, account, "passkey removed", at, "account.own")
        return bool(removed)


def build_login_options(request: HttpRequest, connection: Connection, account: int, login: str) -> str:
    """What a browser signs for this sign-in, as JSON; empty where the account has no passkey.

    ``login`` is the token of the sign-in: the challenge follows from it, and is over with it.
    """
    credentials = _load_credentials(connection, account)
    if not credentials:
        return ""
    options, _ = _build_server(request).authenticate_begin(
        credentials, user_verification=_VERIFICATION, challenge=_derive_challenge(login)
    )
    return _encode_options(options)


def verify_passkey(
    request: HttpRequest, connection: Connection, account: int, login: str, answer: str, now: datetime
) -> bool:
    """Whether a passkey of this account has signed for this sign-in; it is written down that it did.

    A key whose counter does not go on was copied, and opens nothing.
    """
    try:
        response = AuthenticationResponse.from_dict(_decode_answer(answer))
        used = _build_server(request).authenticate_complete(
            _build_state(_derive_challenge(login)), _load_credentials(connection, account), response
        )
        counter = response.response.authenticator_data.counter
    except _MALFORMED:
        return False
    key = used.credential_id
    return bool(
        execute_statement(
            connection, "accounts.use_passkey", account=account, id=key, counter=counter, now=now
        )
    )


def _build_server(request: HttpRequest) -> Fido2Server:
    """This site, under the host by which it is asked; an answer must come from one of its own pages."""
    origin = f"{request.scheme}://{request.get_host()}"
    host = urlsplit(origin).hostname
    return Fido2Server(
        PublicKeyCredentialRpEntity(name="Tocsin", id=host), verify_origin=lambda given: given == origin,
        attestation=AttestationConveyancePreference.NONE,
    )  # fmt: skip


def _load_credentials(connection: Connection, account: int) -> list[AttestedCredentialData]:
    rows = fetch_rows(connection, "accounts.passkeys", account=account)
    return [AttestedCredentialData(bytes(row.credential)) for row in rows]


def _build_state(challenge: bytes) -> dict[str, str]:
    """As fido2 keeps it between question and answer."""
    return {
        "challenge": urlsafe_b64encode(challenge).rstrip(b"=").decode(), "user_verification": _VERIFICATION
    }  # fmt: skip


def _derive_challenge(login: str) -> bytes:
    return hashlib.sha256(b"tocsin passkey challenge\0" + login.encode()).digest()


def _encode_options(options: Any) -> str:
    return msgspec.json.encode(dict(options)["publicKey"]).decode()


def _decode_answer(answer: str) -> dict[str, Any]:
    return msgspec.json.decode(answer[:_LONGEST], type=dict[str, Any])
