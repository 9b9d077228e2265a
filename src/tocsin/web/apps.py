"""The site, as Django knows it."""

from django.apps import AppConfig
from django.core.signals import got_request_exception

from tocsin.web import middleware


class WebConfig(AppConfig):
    """The public site."""

    name = "tocsin.web"
    label = "web"

    def ready(self) -> None:
        """What fails is written down by ourselves: Django would write what an exception says."""
        got_request_exception.connect(middleware.log_page_failure, dispatch_uid="tocsin.web.middleware")
