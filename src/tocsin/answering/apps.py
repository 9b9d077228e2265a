"""The application, as Django knows it."""

from django.apps import AppConfig


class Reception(AppConfig):
    """Answers to what people forward."""

    name = "tocsin.answering"
    label = "reception"
