"""What the operator says of the identity provider, read once when a worker starts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from tocsin.charter.errors import YamlDocumentError
from tocsin.charter.yaml_document import YamlDocument
from tocsin.config import read_settings
from tocsin.tracing.supervision.territory import NoSuchTerritory, find_territory_name
from tocsin.web.staff.staff_member import ROLES, Role, RoleGrant


class ProviderProfile(Struct, frozen=True):
    """What differs between providers; the defaults are OpenID Connect Core 1.0 with PKCE."""

    scopes: tuple[str, ...] = ("openid", "profile")
    claim_scopes: tuple[str, ...] = ()
    """Further scopes of the same name as their claim: asked for where roles come from that claim."""
    sends_pkce: bool = True
    """``code_challenge`` and its verifier (RFC 7636)."""
    sends_language: bool = True
    """``ui_locales``."""
    secret_in_body: bool = False
    """``client_secret_post``; else by Basic."""
    acr: tuple[str, ...] = ()
    """How somebody has to have proved who they are where the operator names nothing else."""
    acr_as_claim: bool = False
    """The ``acr`` is asked for as an essential claim of the ID token; else by ``acr_values``."""
    signed_userinfo: bool = False
    """What the provider says of somebody is a signed answer of its own, and not in the ID token."""
    ends_session: bool = False
    """Whoever signs out here is sent there, to sign out as well (RP-Initiated Logout 1.0)."""
    login_claim: str = "preferred_username"
    name_claims: tuple[str, ...] = ("name",)


PROCONNECT: Final = ProviderProfile(
    scopes=("openid", "given_name", "usual_name", "email", "uid", "siret"),
    claim_scopes=("belonging_population", "chorusdt", "custom", "idp_id", "organizational_unit", "roles"),
    sends_pkce=False, sends_language=False, secret_in_body=True,
    acr=("eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"), acr_as_claim=True, signed_userinfo=True,
    ends_session=True, login_claim="email", name_claims=("given_name", "usual_name"),
)  # fmt: skip
"""ProConnect, of the French State: a parameter that it does not know is refused (Y000400), and the values of
``acr`` are those that it gives for two factors."""
PROFILES: Final[Mapping[str, ProviderProfile]] = {"": ProviderProfile(), "proconnect": PROCONNECT}
"""As the operator names them."""


LOCAL: Final = ("127.0.0.1", "::1", "localhost")


class BadProviderSettings(ValueError):
    """The identity provider is not described as it should be."""


class _RoleMappingFile(Struct, forbid_unknown_fields=True):
    claim: str
    roles: dict[str, list[str]]
    login: str = ""


class RoleMapping(Struct, frozen=True):
    """From what the provider says of somebody to what they may do here."""

    claim: str
    """Of what the provider says of somebody: a list of texts, or one."""
    roles: dict[str, tuple[RoleGrant, ...]]
    """A value of the claim -> roles and territories."""
    login: str
    """The claim that becomes the login of a new account; empty: as the profile has it."""


class IdentityProvider(Struct, frozen=True):
    issuer: str
    client: str
    secret: str
    """Empty: a public client, by PKCE alone."""
    acr: tuple[str, ...] = ()
    """How somebody has to have proved who they are: one of these (``acr``); empty: as the provider likes."""
    mapping: RoleMapping | None = None
    """None: accounts and their roles are made here, and only bound."""
    profile: ProviderProfile = PROFILES[""]

    @property
    def scopes(self) -> tuple[str, ...]:
        """What is asked for, and no more of it than is needed."""
        more = self.mapping.claim if self.mapping else ""
        return (*self.profile.scopes, *((more,) if more in self.profile.claim_scopes else ()))

    def __repr__(self) -> str:
        return f"Provider({self.issuer})"


@cache
def load_identity_provider() -> IdentityProvider | None:
    """The provider of this process; None where there is none. Raises BadProviderSettings."""
    return read_provider_settings()


def read_provider_settings(environ: Mapping[str, str] | None = None) -> IdentityProvider | None:
    """What these variables say. Raises BadProviderSettings."""
    said = read_settings(environ)
    issuer = said.oidc_issuer
    if not issuer:
        return None
    if not is_secure_address(issuer) or issuer.endswith("?") or "#" in issuer:
        raise BadProviderSettings(
            f"TOCSIN_OIDC_ISSUER={issuer!r}: an address such as https://identity.example is expected"
        )
    client = said.oidc_client_id
    if not client:
        raise BadProviderSettings(
            "TOCSIN_OIDC_CLIENT_ID is not set: under which name the provider knows this site"
        )
    secret, roles = said.oidc_client_secret_file, said.oidc_roles
    named = said.oidc_profile
    profile = PROFILES.get(named)
    if profile is None:
        raise BadProviderSettings(
            f"TOCSIN_OIDC_PROFILE={named!r}: one of {', '.join(filter(None, PROFILES))} is expected"
        )
    if profile.secret_in_body and not secret:
        raise BadProviderSettings(
            f"TOCSIN_OIDC_CLIENT_SECRET_FILE is not set: {named} knows no client without a secret"
        )
    acr = said.oidc_acr or profile.acr
    return IdentityProvider(
        issuer, client, _read_client_secret(secret) if secret else "", acr, _read_role_mapping(roles),
        profile,
    )  # fmt: skip


def is_secure_address(address: str) -> bool:
    """Whether nobody on the way can read or change what is asked there: TLS, or this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)
    )


def _read_client_secret(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise BadProviderSettings(
                f"TOCSIN_OIDC_CLIENT_SECRET_FILE={path}: others can read it; take their right away with chmod 600"
            )
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadProviderSettings(
            f"TOCSIN_OIDC_CLIENT_SECRET_FILE={path}: {type(error).__name__}; a file with one line is expected"
        ) from None
    if not found:
        raise BadProviderSettings(
            f"TOCSIN_OIDC_CLIENT_SECRET_FILE={path}: it is empty; a file with one line is expected"
        )
    return found


def _read_role_mapping(name: Path | None) -> RoleMapping | None:
    if not name:
        return None
    try:
        read = YamlDocument(name.read_text(encoding="utf-8"), name.name).convert_to(_RoleMappingFile)
    except (OSError, UnicodeDecodeError, YamlDocumentError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadProviderSettings(
            f"TOCSIN_OIDC_ROLES={name}: {said}; expected claim, and roles by its values"
        ) from None
    roles = {
        value: tuple(_parse_grant(text, str(name), value) for text in given)
        for value, given in read.roles.items()
    }
    return RoleMapping(read.claim, roles, read.login)


def _parse_grant(text: str, file: str, value: str) -> RoleGrant:
    role, _, territory = text.partition(":")
    try:
        find_territory_name(territory)
        return RoleGrant(_parse_role(role), territory)
    except (NoSuchTerritory, ValueError) as error:
        raise BadProviderSettings(
            f"TOCSIN_OIDC_ROLES={file}: roles: {value}: {text!r}: {error}; expected such as agent:75"
        ) from None


def _parse_role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise ValueError(f"no role {text!r}")
