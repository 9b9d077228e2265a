"""Who is at work."""

from msgspec import Struct

from tocsin.web.language import Lang
from tocsin.web.staff.matrix import Role, actions
from tocsin.web.staff.territory import NATION, departments_of, within


class Grant(Struct, frozen=True):
    """A role in a territory."""

    role: Role
    territory: str = NATION
    """Code of a département or a region; empty: the nation."""


class Staff(Struct, frozen=True):
    """Somebody who has come in, with what they may do at this moment."""

    account_id: int
    login: str
    """Stands in files and in the log."""
    name: str
    lang: Lang
    grants: tuple[Grant, ...]

    def may(self, action: str, territory: str | None = None) -> bool:
        """Whether they may do it there; without a territory, anywhere at all. Raises KeyError."""
        found = actions()[action]
        grants = (grant for grant in self.grants if grant.role in found.roles)
        if found.scope == "nation":
            return any(grant.territory == NATION for grant in grants)
        if found.scope == "any" or territory is None:
            return any(grants)
        return any(within(territory, grant.territory) for grant in grants)

    def territories(self, action: str) -> tuple[str, ...] | None:
        """Codes of the départements where they may do it; None: everywhere. Raises KeyError."""
        found = actions()[action]
        there: set[str] = set()
        for grant in self.grants:
            if grant.role not in found.roles or (found.scope == "nation" and grant.territory != NATION):
                continue
            codes = departments_of(grant.territory)
            if codes is None:
                return None
            there.update(codes)
        return tuple(sorted(there))
