"""What the operator says of the identity provider, read once when a worker starts."""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
import yaml
from msgspec import Struct

from tocsin.web.staff.matrix import ROLES, Role
from tocsin.web.staff.model import Grant
from tocsin.web.staff.territory import NoSuchTerritory, name_of

ISSUER: Final = "TOCSIN_OIDC_ISSUER"
CLIENT: Final = "TOCSIN_OIDC_CLIENT_ID"
SECRET: Final = "TOCSIN_OIDC_CLIENT_SECRET_FILE"
ACR: Final = "TOCSIN_OIDC_ACR"
ROLES_FILE: Final = "TOCSIN_OIDC_ROLES"
LOCAL: Final = ("127.0.0.1", "::1", "localhost")


class BadProvider(ValueError):
    """The identity provider is not described as it should be."""


class _File(Struct, forbid_unknown_fields=True):
    claim: str
    roles: dict[str, list[str]]
    login: str = "preferred_username"


class Rules(Struct, frozen=True):
    """From what the provider says of somebody to what they may do here."""

    claim: str
    """Of the ID token: a list of texts, or one."""
    roles: dict[str, tuple[Grant, ...]]
    """A value of the claim -> roles and territories."""
    login: str
    """The claim that becomes the login of a new account."""


class Provider(Struct, frozen=True):
    """An identity provider, and who we are to it."""

    issuer: str
    client: str
    secret: str
    """Empty: a public client, by PKCE alone."""
    acr: tuple[str, ...] = ()
    """How somebody has to have proved who they are: one of these (``acr``); empty: as the provider likes."""
    mapping: Rules | None = None
    """None: accounts and their roles are made here, and only bound."""

    def __repr__(self) -> str:
        return f"Provider({self.issuer})"


@cache
def provider() -> Provider | None:
    """The provider of this process; None where there is none. Raises BadProvider."""
    return from_environment(os.environ)


def from_environment(environ: Mapping[str, str]) -> Provider | None:
    """What these variables say. Raises BadProvider."""
    issuer = environ.get(ISSUER, "")
    if not issuer:
        return None
    if not is_safe(issuer) or issuer.endswith("?") or "#" in issuer:
        raise BadProvider(f"{ISSUER}={issuer!r}: an address such as https://identity.example is expected")
    client = environ.get(CLIENT, "")
    if not client:
        raise BadProvider(f"{CLIENT} is not set: under which name the provider knows this site")
    secret, roles = environ.get(SECRET, ""), environ.get(ROLES_FILE, "")
    acr = tuple(environ.get(ACR, "").split())
    return Provider(issuer, client, _secret(Path(secret)) if secret else "", acr, _mapping(roles))


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what is asked there: TLS, or this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    )


def _secret(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise BadProvider(f"{SECRET}={path}: others can read it; take their right away with chmod 600")
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadProvider(
            f"{SECRET}={path}: {type(error).__name__}; a file with one line is expected"
        ) from None
    if not found:
        raise BadProvider(f"{SECRET}={path}: it is empty; a file with one line is expected")
    return found


def _mapping(name: str) -> Rules | None:
    if not name:
        return None
    try:
        read = msgspec.convert(yaml.safe_load(Path(name).read_text(encoding="utf-8")), _File)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadProvider(f"{ROLES_FILE}={name}: {said}; expected claim, and roles by its values") from None
    roles = {value: tuple(_grant(text, name, value) for text in given) for value, given in read.roles.items()}
    return Rules(read.claim, roles, read.login)


def _grant(text: str, file: str, value: str) -> Grant:
    role, _, territory = text.partition(":")
    try:
        name_of(territory)
        return Grant(_role(role), territory)
    except (NoSuchTerritory, ValueError) as error:
        raise BadProvider(
            f"{ROLES_FILE}={file}: roles: {value}: {text!r}: {error}; expected such as agent:75"
        ) from None


def _role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise ValueError(f"no role {text!r}")
