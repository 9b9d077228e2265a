"""How an identity provider wants to be spoken to, where it is not as the standard has it by default."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


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
