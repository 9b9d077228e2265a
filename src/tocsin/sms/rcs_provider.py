"""An RCS provider described in data: an ``HttpProvider`` for the messages, and two calls more.

``capability`` asks whether a telephone takes RCS messages, ``revoke`` takes one back. Their addresses may use
``{to}``, ``{digits}``, ``{id}`` and the secrets. A message template has, beside the names of every provider,
``{suggestions}``: the buttons, each made by ``suggestion`` from ``{label}`` and ``{postback}``.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import quote

from msgspec import Struct, field

from tocsin.sms.gateway import OutgoingSms, SuggestedReply
from tocsin.sms.http_client import ProviderRequest
from tocsin.sms.http_provider import HttpProvider, check_address, check_names, fill_template

MOST_BUTTONS: Final = 11
"""Suggested replies of one message (GSMA RCC.07, suggested chip list)."""
LONGEST_LABEL: Final = 25
"""Characters of a button (GSMA RCC.07)."""


class ProviderCall(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A request about one telephone or one message."""

    url: str
    method: Literal["GET", "POST", "DELETE"] = "GET"
    headers: dict[str, str] = {}


class RcsProvider(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    messages: HttpProvider
    suggestion: dict[str, Any] = field(
        default_factory=lambda: {"text": "{label}", "postbackData": "{postback}"}
    )
    capability: ProviderCall | None = None
    """A status of 2xx says that the telephone takes RCS messages, 404 that it does not; anything else is not known,
    and an SMS is sent. None: every telephone is tried."""
    revoke: ProviderCall | None = None
    """A status of 2xx says that the message was taken back, 404 or 409 that it had arrived. None: it cannot be."""
    patience: float = 60.0
    """Seconds without a receipt after which an SMS is sent instead."""


def check_call(call: ProviderCall | None, secrets: Mapping[str, str]) -> None:
    """Raises InsecureAddress, UnknownTemplateName."""
    if call is None:
        return
    check_address(call.url)
    check_names("url", call.url, {"to", "digits", "id", *secrets})
    check_names("headers", call.headers, {"to", "digits", "id", *secrets})


class NotAButton(ValueError):
    """A button has a label of 1 to 25 characters, and a message 11 of them at most."""


def fill_suggestions(provider: RcsProvider, replies: Sequence[SuggestedReply]) -> list[Any]:
    """The buttons of a message, as the provider wants them. Raises NotAButton."""
    if len(replies) > MOST_BUTTONS or any(not 1 <= len(one.label) <= LONGEST_LABEL for one in replies):
        raise NotAButton(str(NotAButton.__doc__))
    return [
        fill_template(provider.suggestion, {"label": one.label, "postback": one.postback}) for one in replies
    ]


def build_call(call: ProviderCall, message: OutgoingSms, secrets: Mapping[str, str]) -> ProviderRequest:
    values = {
        **secrets,
        "to": quote(message.to, safe="+"),
        "digits": message.to.removeprefix("+"),
        "id": quote(message.id, safe=""),
    }
    headers = {name.lower(): str(fill_template(value, values)) for name, value in call.headers.items()}
    return ProviderRequest(call.method, str(fill_template(call.url, values)), headers, b"")
