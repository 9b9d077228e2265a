"""The application, as Django knows it."""

from django.apps import AppConfig


class Tracing(AppConfig):
    name = "tocsin.store"
    label = "tracing"
