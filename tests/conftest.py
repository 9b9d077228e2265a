"""One process has one set of Django's settings: those of the site, which hold those of the service."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")
