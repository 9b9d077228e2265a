"""The settings of Tocsin: every environment variable that it reads, in one frozen record.

A field of :class:`ServiceSettings` is the variable ``TOCSIN_`` and its name in capitals. A variable that is
not set, or is empty, has the default of its field. What is more than a number, a word or a path, such as an
account or an address, is read by the module that knows what it is.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from msgspec import Struct

PREFIX: Final = "TOCSIN_"


class BadSetting(ValueError):
    """A variable of the environment does not hold what it should."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        super().__init__(f"{name}={found!r}: expected {expected}")


class ValueKind(Struct, frozen=True):
    expected: str
    """In words, for an error and for the reference."""
    parse: Callable[[str], Any]
    """From its text, which is not empty. Raises ValueError."""


class EnvironmentVariable(Struct, frozen=True, kw_only=True):
    meaning: str
    """In Markdown, with links from ``docs/reference``."""
    reader: str
    """Which commands read it."""
    kind: ValueKind
    secret: bool = False
    """Whether its value is shown to nobody."""


def _number(low: int, high: int) -> ValueKind:
    def parse(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return ValueKind(f"a number from {low} to {high}", lambda text: parse(text.strip()))


def _choice(*words: str) -> ValueKind:
    return ValueKind(" or ".join(words), lambda text: words[words.index(text.strip().lower())])


def _split_commas(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _split_spaces(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_TEXT: Final = ValueKind("a text", str)
_ADDRESS: Final = ValueKind("an address", str)
_FILE: Final = ValueKind("the path of a file", Path)
_FOLDER: Final = ValueKind("the path of a folder", Path)
_COMMAS: Final = ValueKind("values separated by commas", _split_commas)
_SPACES: Final = ValueKind("values separated by spaces", _split_spaces)
_PRICE: Final = ValueKind("euros; source", str)
_SWITCH: Final = ValueKind("1, or nothing", bool)
_SOCKET: Final = ValueKind("the path of a socket", Path)
_COUNTRIES: Final = ValueKind(
    "countries by two letters, such as FR,BE", lambda text: tuple(text.replace(",", " ").upper().split())
)

_SITE: Final = "`site`"
_ANSWERS: Final = "`serve`, `worker`, `sms-in`"
_SERVICE: Final = "every process of the service"


def _describe(kind: ValueKind, reader: str, meaning: str, *, secret: bool = False) -> EnvironmentVariable:
    return EnvironmentVariable(meaning=meaning, reader=reader, kind=kind, secret=secret)


class ServiceSettings(Struct, frozen=True, kw_only=True):
    """What the environment of a process says."""

    # fmt: off
    # the store, the keys and the folders
    database_url: Annotated[str, _describe(_ADDRESS, "everything",
        "the store, `postgresql://user:password@host:5432/name`; without it the embedded one", secret=True
    )] = ""
    home: Annotated[Path | None, _describe(_FOLDER, "`db`, `serve`, everything that reads keys",
        "folder of the embedded store, and of the keys if `TOCSIN_KEYS` is not set"
    )] = None
    keys: Annotated[Path | None, _describe(_FILE, "everything but `db` and `status`", "the file of keys")] = None
    legal_base: Annotated[str, _describe(_TEXT, _SERVICE,
        "[the legal base](retention.md#legal-bases) under which identified data are kept, which says for how many months: a name, or a "
        "YAML file of your own. Without it the three months of the law of 2020, which has lapsed"
    )] = ""
    report_months: Annotated[int, _describe(_number(1, 60), _SERVICE,
        "calendar months after which a [report of a doubtful message](reports.md#how-long-it-is-kept) is erased"
    )] = 12
    campaign_months: Annotated[int, _describe(_number(1, 120), _SERVICE,
        "calendar months after its last report for which a campaign is kept"
    )] = 24
    diseases: Annotated[Path | None, _describe(_FOLDER, _SERVICE,
        "folder of [protocols of your own](../extend/add-a-disease.md), one YAML file a disease; one of the "
        "name of a shipped protocol takes its place"
    )] = None
    inbox: Annotated[Path | None, _describe(_FOLDER, "`serve`, `worker`, `erase`",
        "folder of results that is watched; `serve --inbox` sets it"
    )] = None
    results_mailbox: Annotated[str, _describe(_ADDRESS, "`serve`, `worker`",
        "mailbox whose mails [the job `mailbox`](jobs.md) puts into that folder, `imaps://user:password@host/folder`", secret=True
    )] = ""
    receipts: Annotated[Path | None, _describe(_FOLDER, "`serve`, `worker`",
        "folder for the [receipts](../integrate/take-in-results.md#a-mailbox) that mails with results ask for, each a mail ready to be sent"
    )] = None
    mapping: Annotated[Path | None, _describe(_FILE, "`serve`, `worker`, `site`",
        "mapping of the tables that come into it"
    )] = None
    reports: Annotated[Path | None, _describe(_FOLDER, "`serve`, `worker`",
        "folder for reports and exports; `serve --reports` sets it"
    )] = None
    webhooks: Annotated[Path | None, _describe(_FILE, "`serve`, `worker`, `webhook`",
        "file of the endpoints that are told of [events](../integrate/receive-events.md)"
    )] = None

    # calls
    calls_unannounced: Annotated[bool, _describe(_SWITCH, "`serve`, `worker`",
        "people are not told by SMS [when an agent will ring](calls.md#announced-calls)"
    )] = False

    # SMS and mail
    smpp: Annotated[str, _describe(_TEXT, _ANSWERS,
        "accounts of the lanes, or [a file of "
        "them](../integrate/connect-gateways.md#1-write-down-the-accounts)", secret=True
    )] = ""
    http_gateways: Annotated[Path | None, _describe(_FILE, _SITE,
        "file of the HTTP gateway accounts whose webhooks are accepted"
    )] = None
    check_lane: Annotated[str, _describe(_TEXT, _ANSWERS,
        "the lane of `TOCSIN_SMPP` to which people forward strange SMS for [an "
        "answer](../integrate/answer-by-sms.md); it has no conversations"
    )] = ""
    check_countries: Annotated[tuple[str, ...], _describe(_COUNTRIES, _ANSWERS,
        "[whose SMS are answered](../integrate/answer-by-sms.md#who-pays), by country"
    )] = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF")
    check_prefix_hour: Annotated[int, _describe(_number(1, 10_000_000), _ANSWERS,
        "answers within an hour to numbers that begin alike"
    )] = 60
    check_hour: Annotated[int, _describe(_number(1, 10_000_000), _ANSWERS, "answers within an hour in all")] = 3_000
    smtp: Annotated[str, _describe(_ADDRESS, "`mail-in`",
        "the mail server that sends [answers by mail](../integrate/answer-by-mail.md), "
        "`smtp://user:password@host:587`", secret=True
    )] = ""
    imap: Annotated[str, _describe(_ADDRESS, "`mail-in --imap`",
        "the mailbox whose mails are answered, `imaps://user:password@host/folder`", secret=True
    )] = ""

    # the site, and who runs it
    site: Annotated[str, _describe(_ADDRESS, "`calls`, `site`",
        "public address of the site, such as `https://tocsin.example`; shown to agents, in feeds and in "
        "signed data"
    )] = ""
    site_hosts: Annotated[tuple[str, ...], _describe(_COMMAS, _SITE,
        "hosts under which [the site](../operate/run-the-site.md) is reached; any other name is refused. "
        "Without it only this machine reaches the site"
    )] = ()
    site_secret: Annotated[str, _describe(_TEXT, _SITE,
        "secret that signs links: 32 random characters or more, the same on every machine, and permanent. "
        "Without it links stop working with the process", secret=True
    )] = ""
    operator_name: Annotated[str, _describe(_TEXT, _SITE,
        "operator of the site, named on every page. Without it every page says that this is a trial, and "
        "`/robots.txt` excludes search engines"
    )] = ""
    operator_contact: Annotated[tuple[str, ...], _describe(_COMMAS, _SITE,
        "how to write to them: `mailto:`, `https://` or `tel:`"
    )] = ()
    operator_address: Annotated[str, _describe(_TEXT, _SITE, "their postal address, for the legal notice")] = ""
    operator_director: Annotated[str, _describe(_TEXT, _SITE, "the director of publication, for the legal notice")] = ""
    operator_host: Annotated[str, _describe(_TEXT, _SITE, "who hosts the site: name, address, telephone")] = ""
    operator_rgaa_audit: Annotated[Path | None, _describe(_FILE, _SITE,
        "file of [an audit of the site by the RGAA](../adopt/opening-kit.md#the-accessibility-statement). Without it the accessibility "
        "statement rests on the self-evaluation that comes with the program"
    )] = None
    operator_accessibility_contact: Annotated[tuple[str, ...], _describe(_COMMAS, _SITE,
        "to whom a visitor tells of a barrier: `mailto:`, `https://` or `tel:`; without it the contact of the operator"
    )] = ()
    operator_dpo: Annotated[tuple[str, ...], _describe(_COMMAS, _SITE,
        "contact of the data protection officer, for the legal notice: `mailto:`, `https://` or `tel:`"
    )] = ()
    security_contact: Annotated[tuple[str, ...], _describe(_COMMAS, _SITE,
        "contact for people who found a weakness, `mailto:` or `https://`; shown in "
        "`/.well-known/security.txt`"
    )] = ()
    charter_key: Annotated[Path | None, _describe(_FILE, _SITE,
        "file of the Ed25519 key that signs the published charter, in PEM; without it nothing is signed"
    )] = None
    price_sms_part: Annotated[str, _describe(_PRICE, _SITE,
        "price in euros of a part of an SMS, with its source: `0.042; contract 2026-114, lot 3`. Without it "
        "[costs](boards.md#cost) are counted, not valued"
    )] = ""
    price_call_hour: Annotated[str, _describe(_PRICE, _SITE, "price in euros of an hour of calls, with its source")] = ""

    # accounts
    staff_second_factor: Annotated[Literal["on", "off"], _describe(_choice("on", "off"), _SITE,
        "`off`: [a password is enough](../operate/accounts.md#settings), for a demonstration that only this "
        "machine can reach"
    )] = "on"
    oidc_issuer: Annotated[str, _describe(_ADDRESS, _SITE,
        "issuer of the [identity provider](../operate/accounts.md#an-identity-provider), exactly as in its "
        "tokens"
    )] = ""
    oidc_client_id: Annotated[str, _describe(_TEXT, _SITE, "client identifier of the site at the provider")] = ""
    oidc_client_secret_file: Annotated[Path | None, _describe(_FILE, _SITE,
        "file with the client secret, readable by its owner alone"
    )] = None
    oidc_roles: Annotated[Path | None, _describe(_FILE, _SITE, "file that maps roles of the provider to roles of Tocsin")] = None
    oidc_acr: Annotated[tuple[str, ...], _describe(_SPACES, _SITE,
        "required authentication context at the provider: values of `acr`"
    )] = ()
    oidc_profile: Annotated[str, _describe(_TEXT, _SITE,
        "`proconnect` if the [identity provider](../operate/accounts.md#proconnect) is ProConnect"
    )] = ""
    agent: Annotated[str, _describe(_TEXT, "`rights`", "name of the agent, for the log")] = ""

    # the API, metrics and logs
    api_anonymous: Annotated[int, _describe(_number(0, 100_000_000), _SITE,
        "checks a minute without a key: [the API](http-api.md); 0: a key is needed"
    )] = 60
    feeds: Annotated[Path | None, _describe(_FOLDER, _SITE,
        "folder of [others' lists](../integrate/use-others-lists.md) of hosts, links and numbers, which page and API look into"
    )] = None
    api_origins: Annotated[tuple[str, ...], _describe(_SPACES, _SITE,
        "origins (CORS) whose pages may use the API from a browser; `*` for all"
    )] = ()
    api_proxies: Annotated[int, _describe(_number(0, 10), _SITE,
        "number of your proxies in front of the site: the address of the visitor, used for limits, is read at "
        "that position from the end of `X-Forwarded-For`"
    )] = 0
    taxii: Annotated[Literal["clear", "green", "amber", "red"] | None, _describe(_choice("clear", "green", "amber", "red"), _SITE,
        "[hand over confirmed campaigns](../integrate/find-campaigns.md#hand-over-what-is-confirmed) at `/taxii2/`, with this TLP mark; "
        "without it none are"
    )] = None
    api_log: Annotated[Literal["failures", "all"], _describe(_choice("failures", "all"), _SITE,
        "`all`: log every request of the API, not only failed ones"
    )] = "failures"
    metrics: Annotated[Literal["key", "here"], _describe(_choice("key", "here"), _SITE,
        "`here`: requests from this machine may read `/metrics` without a key. Do not set it if a proxy on "
        "this machine forwards `/metrics`"
    )] = "key"
    syslog: Annotated[str, _describe(_ADDRESS, "`site`, `api-key`, `account`",
        "the SIEM to which [events of security](../operate/deploy.md#events-of-security) go: "
        "`udp://host:514`, `tcp://host:601`, `unix:/dev/log`"
    )] = ""
    kernel: Annotated[Literal["auto", "plain"], _describe(_choice("auto", "plain"), "everything that reads messages",
        "`plain`: words are read in Python even where [the compiled kernel](../research/benchmarks.md#the-compiled-kernel) is there"
    )] = "auto"
    debug: Annotated[bool, _describe(_SWITCH, "everything", "shows where an internal error came from")] = False

    # rehearsals
    story: Annotated[str, _describe(_TEXT, _SERVICE,
        "simulated time for rehearsals, such as `2021-03-04T07:00:00Z@240` (start and speed), or `file:PATH` "
        "of a file with it, which may be rewritten to let time pass; the same for all processes, never with "
        "real people"
    )] = ""
    simulated_numbers: Annotated[tuple[str, ...], _describe(_SPACES, _SERVICE,
        "prefixes of numbers to treat as mobiles, for simulated towns; never with a real gateway"
    )] = ()
    labo: Annotated[Path | None, _describe(_SOCKET, _SITE,
        "socket of the telephones of a simulated town: the site then has "
        "[handsets](../start/watch-a-town.md#take-a-telephone-in-hand). `./dev start` sets it; the site "
        "refuses to start with it if it could be a real service"
    )] = None
    # fmt: on

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"  # some are secrets

    def find_value(self, name: str) -> Any:
        """The value of the variable of this name. Raises AttributeError where there is none of it."""
        return getattr(self, name.removeprefix(PREFIX).lower())


VARIABLES: Final[dict[str, EnvironmentVariable]] = {
    PREFIX + field.upper(): annotation.__metadata__[0]
    for field, annotation in ServiceSettings.__annotations__.items()
}
"""Name -> what is known of it, in the order of the record."""


def read_settings(environ: Mapping[str, str] | None = None) -> ServiceSettings:
    """The settings of an environment, of this process where none is given. Raises BadSetting.

    They are parsed once for as long as the environment says the same.
    """
    given = os.environ if environ is None else environ
    return _parse_settings(tuple(given.get(name, "") for name in VARIABLES))


@lru_cache(maxsize=8)
def _parse_settings(texts: tuple[str, ...]) -> ServiceSettings:
    return ServiceSettings(**dict(_parse_values(texts)))


def _parse_values(texts: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for (name, variable), text in zip(VARIABLES.items(), texts, strict=True):
        if not text.strip():
            continue
        try:
            yield name.removeprefix(PREFIX).lower(), variable.kind.parse(text)
        except ValueError:
            raise BadSetting(name, text, variable.kind.expected) from None


def set_variable(name: str, value: str) -> None:
    """Set a variable, for this process and for all that it starts. Raises KeyError where it is not in the record."""
    VARIABLES[name]
    os.environ[name] = value


def read_named_secret(name: str, environ: Mapping[str, str] | None = None) -> str | None:
    """The secret that a file of accounts writes as ``$NAME``; None where the environment has none."""
    return (os.environ if environ is None else environ).get(name)


def user_state_folder() -> Path:
    """The folder of what Tocsin keeps for a user, by the XDG Base Directory Specification."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "tocsin"
