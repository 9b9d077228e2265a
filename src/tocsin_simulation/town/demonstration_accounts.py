"""Accounts by which a stranger looks at the inside of a demonstration: one for each role.

Their password is drawn each time, and never the same twice; the second factor is switched off by whoever
starts the site of the demonstration, which only its own machine reaches
(``tocsin.web.site_server.reason_not_to_expose``).
"""

from datetime import datetime
from typing import Any, Final

import psycopg

from tocsin.web.accounts import password_policy, staff_accounts
from tocsin.web.staff.staff_member import Role, RoleGrant

PEOPLE: Final[dict[str, tuple[str, Role]]] = {
    "agent": ("Alix Agent", "agent"),
    "encadrant": ("Élise Encadrant", "supervisor"),
    "epidemio": ("Noé Épidémio", "epidemiologist"),
    "communication": ("Camille Communication", "communication"),
    "admin": ("Ambre Admin", "administrator"),
    "auditeur": ("Aude Auditeur", "auditor"),
    "analyste": ("Anaïs Analyste", "analyst"),
}
"""Login -> name and role, in the whole nation."""


def create_demonstration_accounts(connection: psycopg.Connection[Any], now: datetime) -> str:
    """Make them in the store of a demonstration; the password of them all.

    In a store that has seen a demonstration before, they get this password.
    """
    password = password_policy.generate_password()
    for login, (name, role) in PEOPLE.items():
        if who := staff_accounts.find_account(connection, login):
            staff_accounts.set_password(connection, who.account_id, password, now=now, by="demonstration")
            continue
        staff_accounts.create_account(
            connection, login, name, now=now, by="demonstration", password=password, grants=(RoleGrant(role),)
        )
    return password
