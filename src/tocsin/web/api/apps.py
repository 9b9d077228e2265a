"""The API's own tables, as Django knows them."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP API."""

    name = "tocsin.web.api"
    label = "api"
