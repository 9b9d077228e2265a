"""Who is at work."""

from msgspec import Struct

from tocsin.tracing.supervision.territory import NATION, find_departments, is_in_territory
from tocsin.web.language import Lang
from tocsin.web.staff.permission_matrix import Role, list_staff_actions


class RoleGrant(Struct, frozen=True):
    """A role in a territory."""

    role: Role
    territory: str = NATION
    """Code of a département or a region; empty: the nation."""


class StaffMember(Struct, frozen=True):
    """Somebody who has come in, with what they may do at this moment."""

    account_id: int
    login: str
    """Stands in files and in the log."""
    name: str
    lang: Lang
    grants: tuple[RoleGrant, ...]

    def may(self, action: str, territory: str | None = None) -> bool:
        """Whether they may do it there; without a territory, anywhere at all. Raises KeyError."""
        found = list_staff_actions()[action]
        grants = (grant for grant in self.grants if grant.role in found.roles)
        if found.scope == "nation":
            return any(grant.territory == NATION for grant in grants)
        if found.scope == "any" or territory is None:
            return any(grants)
        return any(is_in_territory(territory, grant.territory) for grant in grants)

    def allowed_territories(self, action: str) -> tuple[str, ...] | None:
        """Codes of the départements where they may do it; None: everywhere. Raises KeyError."""
        found = list_staff_actions()[action]
        there: set[str] = set()
        for grant in self.grants:
            if grant.role not in found.roles or (found.scope == "nation" and grant.territory != NATION):
                continue
            codes = find_departments(grant.territory)
            if codes is None:
                return None
            there.update(codes)
        return tuple(sorted(there))
