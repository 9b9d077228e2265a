"""Django's settings of the site: those of the house, and what pages need.

``TOCSIN_SITE_HOSTS`` names the hosts under which the site is reached, separated by commas; without it only
this machine reaches it. ``TOCSIN_SITE_SECRET`` is what shared links are signed with: the same on every
machine, and kept; without it, links live as long as the process.
"""

import secrets
from pathlib import Path

from tocsin.config import read_settings
from tocsin.settings import *  # noqa: F403
from tocsin.settings import INSTALLED_APPS as OF_THE_HOUSE
from tocsin.web.middleware import add_security_headers
from tocsin.web.site_extensions import list_site_packages

HOSTS = "TOCSIN_SITE_HOSTS"
SECRET = "TOCSIN_SITE_SECRET"

INSTALLED_APPS = [
    *OF_THE_HOUSE,
    "django.contrib.staticfiles",
    "tocsin.web.apps.WebConfig",
    *list_site_packages(),
]
ROOT_URLCONF = "tocsin.web.urls"
MIDDLEWARE = [
    "tocsin.web.api.middleware.ApiMiddleware",  # first: an answer of the API passes none of the others
    "django.middleware.gzip.GZipMiddleware",
    "tocsin.web.static_files.StaticFilesMiddleware",
    "tocsin.web.middleware.RequestLogMiddleware",
    "tocsin.web.middleware.SecurityHeadersMiddleware",
    "tocsin.web.middleware.HostCookiesMiddleware",
    "tocsin.web.middleware.RequestSizeMiddleware",
    "tocsin.web.middleware.StoreFailureMiddleware",
    "tocsin.web.middleware.CrossSiteRequestMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["tocsin.web.templatetags.site"]},
    }
]
ALLOWED_HOSTS = [*read_settings().site_hosts] or ["localhost", "127.0.0.1", "[::1]"]
SECRET_KEY = read_settings().site_secret or secrets.token_urlsafe(32)
SITE_PROXIES = read_settings().api_proxies
"""Servers of our own in front: the same as for the API."""
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
"""Whoever ends TLS before the site says so. A visitor who says it untruly changes only the answer to
himself."""
CSRF_COOKIE_NAME = "tocsin_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "tocsin.web.error_pages.refuse_foreign_form"
APPEND_SLASH = False
USE_I18N = False
"""The languages of the site are its own affair: see ``language`` and ``sentences``."""
LOGGING_CONFIG = None
STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).with_name("static")
STORAGES = {"staticfiles": {"BACKEND": "tocsin.web.static_files.ContentHashStorage"}}
WHITENOISE_MAX_AGE = 86_400
"""Seconds, for the icon; the others have the hash of their content in their name."""
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = add_security_headers

# What is sent to a page stays in memory: nothing pasted or uploaded is written to a disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_000_000
"""Above what :mod:`tocsin.web.middleware` lets in: the handler would otherwise leave a file out in
silence."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
"""Bytes of what is typed; 200,000 characters, the bound of a text here, fit in, whatever they are."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 250
"""A call in which forty people are named has four fields for each."""
DATA_UPLOAD_MAX_NUMBER_FILES = 3
