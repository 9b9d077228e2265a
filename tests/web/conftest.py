"""The site as a visitor meets it: through Django's own client, and through the real server on this
machine."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import django
import pytest
from argon2 import PasswordHasher
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser

django.setup()

from tocsin.web.accounts import staff_accounts  # noqa: E402 - what it imports wants the settings

SECRET = "a secret of the tests"


@pytest.fixture(scope="package", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords cost as little as they can: a quarter of a second of processor for each, where hundreds come in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff_accounts, "_HASHER", PasswordHasher(1, 8, 1))
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A browser for the tests of a module."""
    from tests.web import browser as browsers

    with browsers.launched() as browser:
        yield browser


@pytest.fixture
def visitor() -> Client:
    """Asks for pages, without a network."""
    return Client(raise_request_exception=False, SERVER_NAME="localhost")


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``tocsin site`` on a free port: its address, and its process, whose lines can be read when it has
    ended."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "site", "--port", "0", *arguments],
        env=settings | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        said = process.stderr.readline()
        assert said.startswith("tocsin: the site is at http://"), said
        yield said.split()[-1].rstrip("/"), process
    finally:
        process.terminate()
        process.wait(timeout=120)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of a real site, without a store."""
    with running() as (address, _):
        yield address


@pytest.fixture
def settings() -> Any:
    """Django's settings, as the pages of this process see them."""
    from django.conf import settings

    return settings
