"""One process has one set of Django's settings: those of the site, which hold those of the service."""

import os

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # what the processes of a run share belongs to the first
        from tests.tracing import prepared

        prepared.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    from tests.tracing import prepared

    prepared.stop()
    if not hasattr(config, "workerinput"):
        prepared.end()
