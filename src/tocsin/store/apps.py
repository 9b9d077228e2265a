"""The application, as Django knows it."""

from django.apps import AppConfig


class Tracing(AppConfig):
    """Contact tracing."""

    name = "tocsin.store"
    label = "tracing"
