"""Who may do what, read from ``matrix.yaml``."""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, get_args

from msgspec import Struct

from tocsin.charter.yaml_document import read_packaged_yaml
from tocsin.web.language import Lang

Role = Literal[
    "agent", "supervisor", "epidemiologist", "communication", "administrator", "auditor", "analyst"
]
ROLES: Final[tuple[Role, ...]] = get_args(Role)


class RoleLabel(Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    fr: str
    en: str

    def in_language(self, lang: Lang) -> str:
        """In one of them."""
        return self.fr if lang == "fr" else self.en


class StaffAction(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that somebody may do or not."""

    fr: str
    en: str
    file: Literal["none", "reads", "changes"]
    """What it does with a person's file."""
    scope: Literal["territory", "nation", "any"]
    """Where: in the territory of a grant; only with a grant of the nation; it has no place."""
    roles: tuple[Role, ...]

    def label(self, lang: Lang) -> str:
        """What it is, for people."""
        return self.fr if lang == "fr" else self.en


class PermissionMatrix(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole."""

    roles: dict[Role, RoleLabel]
    actions: dict[str, StaffAction]


@cache
def load_permission_matrix() -> PermissionMatrix:
    """The matrix of this version."""
    return read_packaged_yaml(__package__, "matrix.yaml").convert_to(PermissionMatrix)


def list_staff_actions() -> Mapping[str, StaffAction]:
    """Every action by its name."""
    return load_permission_matrix().actions
