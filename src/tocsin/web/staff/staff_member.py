"""Who is at work, and what they may do: the roles and actions of ``matrix.yaml``."""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, get_args

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.tracing.supervision.territory import NATION, find_departments, is_in_territory
from tocsin.web.language import Lang

Role = Literal[
    "agent", "supervisor", "epidemiologist", "communication", "administrator", "auditor", "analyst"
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)


class RoleLabel(Struct, frozen=True, forbid_unknown_fields=True):
    fr: str
    en: str

    def in_language(self, lang: Lang) -> str:
        return self.fr if lang == "fr" else self.en


class StaffAction(Struct, frozen=True, forbid_unknown_fields=True):
    fr: str
    en: str
    file: Literal["none", "reads", "changes"]
    """What it does with a person's file."""
    scope: Literal["territory", "nation", "any"]
    """Where: in the territory of a grant; only with a grant of the nation; it has no place."""
    roles: tuple[Role, ...]

    def label(self, lang: Lang) -> str:
        return self.fr if lang == "fr" else self.en


class PermissionMatrix(Struct, frozen=True, forbid_unknown_fields=True):
    roles: dict[Role, RoleLabel]
    actions: dict[str, StaffAction]


@cache
def load_permission_matrix() -> PermissionMatrix:
    return read_packaged_yaml(__package__, "matrix.yaml").convert_to(PermissionMatrix)


def list_staff_actions() -> Mapping[str, StaffAction]:
    return load_permission_matrix().actions


class RoleGrant(Struct, frozen=True):
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
