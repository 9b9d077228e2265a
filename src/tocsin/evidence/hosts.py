"""Hosts: registrable domain, whose they are, and what they imitate."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tocsin.deferred_pattern import defer_pattern
from tocsin.evidence.imitation import ImitationDetector

_RESERVED = frozenset({"example", "test", "invalid", "localhost"})
_DATA = Path(__file__).with_name("data") / "suffixes.txt"
_LETTERS = defer_pattern(r"[a-z]+")


@lru_cache(maxsize=1)
def _load_suffix_rules() -> frozenset[str]:
    return frozenset(_DATA.read_text(encoding="ascii").split("\n")[1:]) | _RESERVED


def is_public_suffix(name: str) -> bool:
    """Whether anybody may register names directly below this one."""
    return name in _load_suffix_rules()


def find_registrable_domain(host: str) -> str:
    """The part of a host that its owner registered; empty for a bare public suffix or an address.

    >>> (find_registrable_domain("compte.ameli.fr"), find_registrable_domain("sante.gouv.fr"),
    ...  find_registrable_domain("gouv.fr"))
    ('ameli.fr', 'sante.gouv.fr', '')
    """
    labels = host.split(".")
    rules = _load_suffix_rules()
    for i in range(len(labels)):
        rest = ".".join(labels[i:])
        above = ".".join(labels[i + 1 :])
        if "!" + rest in rules:
            return rest
        if rest in rules or (above and "*." + above in rules):
            return ".".join(labels[i - 1 :]) if i else ""
    return ".".join(labels[-2:]) if len(labels) > 1 and not labels[-1].isdigit() else ""


def iterate_parent_hosts(host: str) -> Iterator[str]:
    """The host and each name above it.

    >>> list(iterate_parent_hosts("a.b.fr"))
    ['a.b.fr', 'b.fr', 'fr']
    """
    while host:
        yield host
        host = host.partition(".")[2]


def is_within_domain(host: str, domain: str) -> bool:
    """Whether a host is a domain or a name below it, at a label boundary.

    >>> is_within_domain("www.ameli.fr", "ameli.fr"), is_within_domain("xameli.fr", "ameli.fr")
    (True, False)
    """
    return host == domain or host.endswith("." + domain)


class HostDirectory:
    """Whose host it is, for one institution on one day; official hosts are asked of the charter's view."""

    def __init__(self, world: Mapping[str, object], imitation: ImitationDetector) -> None:
        self.shorteners = frozenset(_to_strings(world["shorteners"]))
        self.public_hosts = frozenset(_to_strings(world["public_hosts"]))
        self.public_suffixes = tuple(_to_strings(world["public_suffixes"]))
        self.deeds = tuple(_to_strings(world["host_deeds"]))
        self.imitation = imitation

    def is_public(self, host: str) -> bool:
        """A host of the State or of a public service."""
        return find_registrable_domain(host) in self.public_hosts or any(
            is_within_domain(host, suffix) for suffix in self.public_suffixes
        )

    def is_shortener(self, host: str) -> bool:
        """A public service that hides where a link goes."""
        return host in self.shorteners or host.removeprefix("www.") in self.shorteners

    def find_spelt_deed(self, domain: str) -> str:
        """The word of a registered name that spells what somebody is to do (``renouv-dossier.example``).

        Who offers something has a name; only a host made for one message is called after its errand.
        """
        words = split_registered_name(domain)
        return next((word for word in words if word.startswith(self.deeds)), "") if len(words) > 1 else ""


def split_registered_name(domain: str) -> list[str]:
    """The words of the label that the owner of a domain chose.

    >>> split_registered_name("dossier-regul36.example")
    ['dossier', 'regul']
    """
    return _LETTERS.findall(domain.partition(".")[0])


def _to_strings(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(v) for v in value]
