"""The second factor of an account: the code of a telephone (TOTP, RFC 6238), or a code kept for its loss.

Each step of thirty seconds opens once, so that a code that somebody reads over a shoulder is worth nothing;
the step before and the one after are taken as well, for a telephone whose clock is a little wrong.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from typing import Any, Final

import psycopg
import pyotp

from tocsin.config import read_settings
from tocsin.privacy.vault import NotSealedHere
from tocsin.store.statements import execute_statement, fetch_row
from tocsin.web.accounts import account_secrets
from tocsin.web.accounts.staff_accounts import end_account_sessions
from tocsin.web.audit.audit_log import log_account_change

Connection = psycopg.Connection[Any]
STEP: Final = 30
"""Seconds of a code."""
CODES: Final = 10
"""Codes for a telephone that is lost."""
_PLACE: Final = "staff_account.totp"
_PROPOSED: Final = "proposed"
_RECOVERY: Final = "staff_recovery"
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_AROUND: Final = (0, -1, 1)


def is_mfa_required() -> bool:
    """Whether local accounts need a second factor."""
    return read_settings().staff_second_factor != "off"


def has_authenticator(connection: Connection, account: int) -> bool:
    row = fetch_row(connection, "accounts.totp", account=account)
    return bool(row and row[0] is not None)


def propose_secret(account: int) -> tuple[str, str]:
    """A new secret for a telephone, and the same under seal, to be handed back with the first code.

    Raises store.StoreUnavailable.
    """
    secret = pyotp.random_base32()
    token = urlsafe_b64encode(account_secrets.seal_secret(secret, _PROPOSED, account)).decode()
    return secret, token


def open_proposed_secret(token: str, account: int) -> str:
    """The secret that was proposed to this account. Raises NotSealedHere, store.StoreUnavailable."""
    try:
        return account_secrets.open_secret(urlsafe_b64decode(token.encode()), _PROPOSED, account)
    except (NotBase64, ValueError):
        raise NotSealedHere(str(NotSealedHere.__doc__)) from None


def enrol_authenticator(
    connection: Connection, account: int, secret: str, code: str, *, now: datetime, at: datetime, by: str
) -> tuple[str, ...]:
    """Bind a telephone that shows this code now; the codes for its loss, or none where the code is wrong.

    ``at`` is the moment in the log. Raises store.StoreUnavailable.
    """
    step = match_totp_step(secret, code, now, 0)
    if step is None:
        return ()
    with connection.transaction():
        sealed = account_secrets.seal_secret(secret, _PLACE, account)
        execute_statement(connection, "accounts.enrol", account=account, totp=sealed, last=step)
        log_account_change(connection, by, account, "telephone", at, "account.own")
        return replace_recovery_codes(connection, account)


def replace_recovery_codes(connection: Connection, account: int) -> tuple[str, ...]:
    """New codes for a lost telephone; those before open nothing any more. Raises store.StoreUnavailable."""
    codes = tuple(
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)) for _ in range(CODES)
    )
    kept = [account_secrets.digest_secret(_normalize_code(code), _RECOVERY, account) for code in codes]
    with connection.transaction():
        execute_statement(connection, "accounts.forget_codes", account=account)
        execute_statement(connection, "accounts.keep_codes", account=account, digests=kept)
    return codes


def count_recovery_codes(connection: Connection, account: int) -> int:
    return int(fetch_row(connection, "accounts.codes_left", account=account).count)


def verify_code(connection: Connection, account: int, typed: str, now: datetime) -> bool:
    """Whether this is the telephone's code of the moment, or one for its loss; it is used up.

    Raises store.StoreUnavailable, NotSealedHere.
    """
    row = fetch_row(connection, "accounts.totp", account=account)
    if row is None or row[0] is None:
        return False
    if len(_normalize_code(typed)) > 6:
        digest = account_secrets.digest_secret(_normalize_code(typed), _RECOVERY, account)
        return execute_statement(connection, "accounts.use_code", account=account, digest=digest, now=now) > 0
    step = match_totp_step(
        account_secrets.open_secret(bytes(row[0]), _PLACE, account), typed, now, int(row[1])
    )
    if step is None:
        return False
    return execute_statement(connection, "accounts.use_step", account=account, step=step) > 0


def reset_mfa(connection: Connection, account: int, *, now: datetime, by: str) -> None:
    """Telephone and passkeys belong to the account no more: the next sign-in binds a telephone; sessions
    end."""
    with connection.transaction():
        execute_statement(connection, "accounts.reset_factors", account=account)
        end_account_sessions(connection, account, now)
        log_account_change(connection, by, account, "second factor reset", now)


def match_totp_step(secret: str, code: str, now: datetime, last: int) -> int | None:
    """Which step of time this code belongs to; None where it is wrong or was used.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 26, 12, tzinfo=UTC)
    >>> secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    >>> step = match_totp_step(secret, pyotp.TOTP(secret).at(at), at, 0)
    >>> match_totp_step(secret, pyotp.TOTP(secret).at(at), at, step) is None
    True
    """
    here = int(now.timestamp()) // STEP
    typed = _normalize_code(code).encode()
    totp = pyotp.TOTP(secret)
    for step in (here + offset for offset in _AROUND):
        if step > last and hmac.compare_digest(totp.generate_otp(step).encode(), typed):
            return step
    return None


def build_otpauth_address(secret: str, login: str, host: str) -> str:
    """What the telephone reads: an ``otpauth`` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=f"Tocsin {host}")


def group_letters(secret: str) -> str:
    """A secret as it is typed.

    >>> group_letters("JBSWY3DPEHPK3PXP")
    'JBSW Y3DP EHPK 3PXP'
    """
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _normalize_code(code: str) -> str:
    return "".join(code.split()).replace("-", "").lower()[:64]
