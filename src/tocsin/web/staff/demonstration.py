"""Accounts by which a stranger looks at the inside of a demonstration: one for each role.

Their password is drawn each time, and never the same twice; the second factor is switched off by whoever
starts the site of the demonstration, which only its own machine reaches (``tocsin.web.serve.refused``).
"""

from datetime import datetime
from typing import Any, Final

import psycopg

from tocsin.web.staff import accounts, passwords
from tocsin.web.staff.matrix import Role
from tocsin.web.staff.model import Grant

PEOPLE: Final[dict[str, tuple[str, Role]]] = {
    "agent": ("Alix Agent", "agent"),
    "encadrant": ("Élise Encadrant", "supervisor"),
    "epidemio": ("Noé Épidémio", "epidemiologist"),
    "communication": ("Camille Communication", "communication"),
    "admin": ("Ambre Admin", "administrator"),
    "auditeur": ("Aude Auditeur", "auditor"),
}
"""Login -> name and role, in the whole nation."""


def make(connection: psycopg.Connection[Any], now: datetime) -> str:
    """Make them in the store of a demonstration; the password of them all.

    In a store that has seen a demonstration before, they get this password.
    """
    password = passwords.drawn()
    for login, (name, role) in PEOPLE.items():
        if who := accounts.find(connection, login):
            accounts.set_password(connection, who.account_id, password, now=now, by="demonstration")
            continue
        accounts.make(
            connection, login, name, now=now, by="demonstration", password=password, grants=(Grant(role),)
        )
    return password
