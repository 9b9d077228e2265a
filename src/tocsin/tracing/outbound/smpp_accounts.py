"""The accounts with networks, by lane: from ``$TOCSIN_SMPP``, or from a YAML file that it names.

A lane is the sender that people see (``38663``): each has its own contract, its own rate. In the variable,
one URL a lane, separated by spaces: ``smpp://system_id:password@smsc.example:2775/38663?rate=30&window=60``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

from tocsin.config import read_named_secret, read_settings
from tocsin.sms.smpp_account import SmppAccount

VARIABLE: Final = "TOCSIN_SMPP"
LANE: Final = 16
"""Characters of a lane."""
_NOT_SET: Final = ("tls_context",)
_READ_APART: Final = "rcs"
"""Field of a lane that ``rcs_lane`` reads."""


class BadSmppAccount(ValueError):
    """An account with a network is not written as it should be."""

    def __init__(self, place: str, detail: str) -> None:
        super().__init__(f"{place}: {detail}")


def load_accounts(environ: Mapping[str, str] | None = None) -> dict[str, SmppAccount]:
    """Lane -> its account; empty where none is set. Raises BadSmppAccount."""
    given = read_settings(environ).smpp.split()
    if len(given) == 1 and "://" not in given[0]:
        return accounts_from_yaml(Path(given[0]), environ)
    found: dict[str, SmppAccount] = {}
    for number, url in enumerate(given, 1):
        place = VARIABLE if len(given) == 1 else f"{VARIABLE}, account {number}"
        lane, account = account_from_url(url, place)
        if lane in found:
            raise BadSmppAccount(place, f"the lane {lane} has an account already")
        found[lane] = account
    return found


def account_from_url(url: str, place: str = VARIABLE) -> tuple[str, SmppAccount]:
    """The lane and the account of a URL; ``smpps`` for TLS.

    Raises BadSmppAccount, which never shows a password.

    >>> lane, account = account_from_url("smpp://tocsin:secret@smsc.example:2775/38663?window=60")
    >>> lane, account.host, account.window
    ('38663', 'smsc.example', 60)
    """
    parts = urlsplit(url)
    lane = unquote(parts.path.strip("/"))
    if parts.scheme not in ("smpp", "smpps"):
        raise BadSmppAccount(place, "expected smpp://system_id:password@host:port/lane")
    try:
        port = parts.port
    except ValueError:
        port = None
    if not (parts.hostname and port and parts.username):
        raise BadSmppAccount(
            place, "system_id, host or port is missing: smpp://system_id:password@host:port/lane"
        )
    fields: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True)) | {
        "host": parts.hostname,
        "port": port,
        "system_id": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "tls": parts.scheme == "smpps",
    }
    return _check_lane(lane, place), _build_account(fields, place)


def accounts_from_yaml(path: Path, environ: Mapping[str, str] | None = None) -> dict[str, SmppAccount]:
    """The accounts of a file: ``lanes``, each with the fields of ``SmppAccount``. Raises BadSmppAccount.

    A password may stand in the environment: ``password: $SMPP_PASSWORD``.
    """
    found = {}
    for lane, fields in read_lanes(path).items():
        place = f"{path}: lanes.{lane}"
        smpp = {name: value for name, value in fields.items() if name != _READ_APART}
        found[_check_lane(lane, place)] = _build_account(_resolve_password(smpp, environ, place), place)
    return found


def read_lanes(path: Path) -> dict[str, dict[str, Any]]:
    """Lane -> its fields, as the file has them. Raises BadSmppAccount."""
    try:
        read = msgspec.yaml.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise BadSmppAccount(str(path), str(error)) from None
    lanes = read.get("lanes") if isinstance(read, dict) else None
    if not isinstance(lanes, dict) or not lanes:
        raise BadSmppAccount(str(path), "expected lanes: {name: {host: ..., port: ..., ...}}")
    for lane, fields in lanes.items():
        if not isinstance(fields, dict):
            raise BadSmppAccount(f"{path}: lanes.{lane}", "expected the fields of an account")
    return {str(lane): fields for lane, fields in lanes.items()}


def _resolve_password(
    fields: dict[str, Any], environ: Mapping[str, str] | None, place: str
) -> dict[str, Any]:
    password = fields.get("password")
    if not isinstance(password, str) or not password.startswith("$"):
        return fields
    found = read_named_secret(password[1:], environ)
    if found is None:
        raise BadSmppAccount(f"{place}.password", f"{password} is not set")
    return fields | {"password": found}


def _check_lane(lane: str, place: str) -> str:
    if not 1 <= len(lane) <= LANE:
        raise BadSmppAccount(place, f"a lane is the sender shown, 1 to {LANE} characters: {lane!r}")
    return lane


def _build_account(fields: dict[str, Any], place: str) -> SmppAccount:
    unknown = sorted(set(fields) - set(SmppAccount.__struct_fields__) | set(fields) & set(_NOT_SET))
    if unknown:
        raise BadSmppAccount(place, f"unknown: {', '.join(map(str, unknown))}")
    for name in ("host", "port", "system_id", "password"):
        if name not in fields:
            raise BadSmppAccount(place, f"{name} is missing")
    try:
        account = SmppAccount(**{name: _convert_field(name, value) for name, value in fields.items()})
    except (TypeError, ValueError) as error:
        raise BadSmppAccount(place, str(error)) from None
    if account.window < 1 or account.rate <= 0 or account.binds < 1:
        raise BadSmppAccount(place, "window, rate and binds are more than nothing")
    return account


def _convert_field(name: str, value: Any) -> Any:
    """A field in its own type: a URL has only text."""
    kind = SmppAccount.__annotations__[name]
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{name}: {error}") from None
