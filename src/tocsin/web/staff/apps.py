"""The inside, as Django knows it."""

from django.apps import AppConfig


class Inside(AppConfig):
    """Accounts, sessions and their log."""

    name = "tocsin.web.staff"
    label = "staff"
