"""The application, as Django knows it."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Events that wait to be delivered."""

    name = "tocsin.webhooks"
    label = "webhooks"
