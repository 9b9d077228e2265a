"""An HTTP provider described in data: what to send it, and how to read what it says.

A template is any JSON value; ``{name}`` in its texts is replaced. A text that is nothing but ``"{name}"``
takes the value as it is (a number stays a number), and a key whose value is absent is left out.

>>> template = {"to": "{to}", "ttl": "{ttl}", "ref": "TOCSIN-{id}"}
>>> fill_template(template, {"to": "+33639981234", "ttl": None, "id": "m1"})
{'to': '+33639981234', 'ref': 'TOCSIN-m1'}
"""

import re
from collections.abc import Mapping, Set
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from msgspec import DecodeError, Struct, json

from tocsin.message import gsm7
from tocsin.sms.gateway import DeliveryState

_NAME: Final = re.compile(r"\{(\w+)\}")

FIELDS: Final = frozenset(
    ("id", "to", "digits", "sender", "text", "ttl", "parts", "priority", "alphabet", "suggestions")
)
"""Names that a message template may use. ``digits`` is the destination without its plus sign, ``ttl`` the
seconds left, ``suggestions`` the buttons of an RCS message."""


class UnknownTemplateName(ValueError):
    """The template uses a name that nothing fills."""


class InsecureAddress(ValueError):
    """Messages and secrets go over https only, except to this machine."""


class UnreadableAnswer(ValueError):
    """The answer is not what the description says."""


class ResponseFormat(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    items: str = ""
    """Path to the list of results, such as ``data.results``; empty: the answer itself."""
    id: str = "id"
    """Path, in a result, to our reference."""
    remote_id: str = "message_id"
    status: str = ""
    """Path to a status word; empty: every result listed is accepted."""
    accepted: tuple[str, ...] = ()
    """Words that mean accepted."""


class WebhookFormat(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    timestamp_header: str = "x-timestamp"
    signature_header: str = "x-signature"
    window: float = 300.0
    """Seconds that its timestamp may differ from now."""
    items: str = ""
    """Path to the list of what happened; empty: the body itself, one thing or a list."""
    remote_id: str = "message_id"
    state: str = "status"
    """Path to the state of a message; what has none is an incoming SMS."""
    error: str = "error"
    phone: str = "to"
    states: dict[str, DeliveryState] = {}
    """The provider's words for states; others are ``unknown``."""
    sender: str = "from"
    to: str = "to"
    text: str = "text"
    postback: str = ""
    """Path to what a button that was touched gives back; empty: there are no buttons."""


class HttpProvider(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    url: str
    method: Literal["POST", "GET"] = "POST"
    headers: dict[str, str] = {}
    encoding: Literal["json", "form", "query"] = "json"
    batch: int = 1
    """Most messages in one request."""
    body: Any = "{messages}"
    """The request; ``"{messages}"`` stands for the list, ``"{message}"`` for the only one."""
    message: dict[str, Any]
    """One message."""
    alphabets: dict[gsm7.Alphabet, str | int | bool] = {}
    """What ``{alphabet}`` is for this provider; where not said, ``gsm7`` and ``ucs2``."""
    reading: ResponseFormat | None = None
    """None: a status of 2xx accepts every message of the request."""
    hearing: WebhookFormat = WebhookFormat()
    idempotent: str = ""
    """Header that makes a repeated request harmless, where the provider has one."""
    rate: float = 30.0
    """Parts a second."""
    burst: int = 1_000


def fill_template(template: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(template, str):
        whole = _NAME.fullmatch(template)
        return values[whole[1]] if whole else _NAME.sub(lambda found: str(values[found[1]]), template)
    if isinstance(template, dict):
        filled = {key: fill_template(value, values) for key, value in template.items()}
        return {key: value for key, value in filled.items() if value is not None}
    if isinstance(template, list):
        return [fill_template(value, values) for value in template]
    return template


def template_names(template: Any) -> frozenset[str]:
    if isinstance(template, str):
        return frozenset(_NAME.findall(template))
    values = (
        template.values() if isinstance(template, dict) else template if isinstance(template, list) else ()
    )
    return frozenset().union(*map(template_names, values))


def check_provider(provider: HttpProvider, secrets: Mapping[str, str]) -> None:
    """Raise if a template uses a name that nothing fills, or if the address is not safe."""
    check_address(provider.url)
    check_names("message", provider.message, FIELDS | secrets.keys())
    check_names("body", provider.body, {"messages", "message", *secrets})
    check_names("headers", provider.headers, secrets.keys())
    check_names("url", provider.url, secrets.keys())


def check_address(url: str) -> None:
    """Raises InsecureAddress."""
    address = urlsplit(url)
    if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise InsecureAddress(f"{InsecureAddress.__doc__} {url}")


def check_names(where: str, template: Any, filled: Set[str]) -> None:
    """Raises UnknownTemplateName where a template uses a name that is not filled."""
    if unknown := template_names(template) - filled:
        raise UnknownTemplateName(f"{UnknownTemplateName.__doc__} {where}: {', '.join(sorted(unknown))}")


def value_at(value: Any, path: str) -> Any:
    """What lies at a path of keys; None where the way ends.

    >>> value_at({"data": {"results": [1]}}, "data.results")
    [1]
    """
    for key in filter(None, path.split(".")):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def items_at(body: bytes, path: str) -> list[dict[str, Any]]:
    """The objects of a list in a JSON body, or the only object; raises ``UnreadableAnswer``."""
    try:
        found = value_at(json.decode(body), path)
    except (DecodeError, RecursionError):
        raise UnreadableAnswer(UnreadableAnswer.__doc__) from None
    listed = [found] if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise UnreadableAnswer(f"{UnreadableAnswer.__doc__} no list at {path!r}")
    return listed


def text_at(item: dict[str, Any], path: str) -> str:
    """A text, or a number as text; empty where absent."""
    found = value_at(item, path) if path else None
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
