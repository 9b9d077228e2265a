"""Django's settings: it gives models and migrations; the message stream speaks SQL itself.

``TOCSIN_DATABASE_URL`` names the store, as ``postgresql://user:password@host:5432/name``; without it the
launcher of the embedded server sets it.
"""

import os
from urllib.parse import unquote, urlsplit

_url = urlsplit(os.environ.get("TOCSIN_DATABASE_URL", ""))

INSTALLED_APPS = ["tocsin.tracing.apps.Tracing"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(_url.path.lstrip("/")) or "tocsin",
        "USER": unquote(_url.username or ""),
        "PASSWORD": unquote(_url.password or ""),
        "HOST": unquote(_url.hostname or ""),
        "PORT": _url.port or "",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "no session and no cookie is signed by the service"
