"""Django's settings of this room: it gives migrations; the message stream speaks SQL itself.

Those of the whole house are in :mod:`tocsin.settings`.

``TOCSIN_DATABASE_URL`` names the store, as ``postgresql://user:password@host:5432/name``; what works for
``psql`` works here. Commands that find an embedded store say its address themselves.
"""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from tocsin.config import read_settings

_OURS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def parse_database_url(url: str) -> dict[str, Any]:
    """The database of a URL, as Django says it. Raises psycopg.ProgrammingError where it is none."""
    parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    named = {theirs: parts.pop(ours, "") for ours, theirs in _OURS.items()}
    return {"ENGINE": "django.db.backends.postgresql", **named, "OPTIONS": parts}


INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "tocsin.store.apps.Tracing",
]
DATABASES = {"default": parse_database_url(read_settings().database_url or "dbname=tocsin")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # of django_migrations, as older stores have it
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "no session and no cookie is signed by the service"
