"""The inside, as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, sessions and their log."""

    name = "tocsin.web.accounts"
    label = "staff"
