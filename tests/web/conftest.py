"""The site as a visitor meets it: through Django's own client, and through the real server on this
machine."""

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import django
import pytest
from argon2 import PasswordHasher
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser

django.setup()

from tocsin.web import store_pool  # noqa: E402 - what they import wants the settings
from tocsin.web.accounts import staff_accounts  # noqa: E402

SECRET = "a secret of the tests"


@pytest.fixture(scope="package", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords cost as little as they can: a quarter of a second of processor for each, where hundreds come in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff_accounts, "_HASHER", PasswordHasher(1, 8, 1))
        yield


@pytest.fixture(scope="package", autouse=True)
def patient_store_pool() -> Iterator[None]:
    """A store that answers late is not away here: the machine of the tests does other things besides."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_pool, "WAIT", 30.0)
        patch.setattr(store_pool, "STATEMENT", "60s")
        yield


@pytest.fixture(scope="session")
def launched_chromium() -> Iterator["Browser"]:
    """The browser of this process."""
    from tests.web import browser as browsers

    with browsers.launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def chromium(launched_chromium: "Browser") -> Iterator["Browser"]:
    """A browser for the tests of a module, in which nobody has been."""
    from tests.web import browser as browsers

    with browsers.in_hand(launched_chromium):
        yield launched_chromium


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test in a browser that fails says what stood on each page: nobody can go back and look."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("chromium")
    if report.failed and call.when == "call" and browser:
        for page in [page for context in browser.contexts for page in context.pages]:
            try:
                seen = page.locator("body").aria_snapshot(timeout=10_000)
            except Exception as error:  # the page, or the browser, is what fails
                seen = str(error)
            report.sections.append((f"The page at {page.url}", seen))
    return report


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
def live_site() -> Iterator[str]:
    """Address of the pages of this process, whatever store they have."""
    from tests.web.live_site import live

    with live() as address:
        yield address


@pytest.fixture
def site(live_site: str) -> Iterator[str]:
    """Address of the pages, which have no store; nobody has asked for anything yet."""
    from tests.web.live_site import having_store

    with having_store(""):
        yield live_site


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """Address of a real server, without a store."""
    with running(TOCSIN_API_ANONYMOUS="100000") as (address, _):
        yield address


@pytest.fixture(scope="session")
def served_by_two() -> Iterator[str]:
    """That of one with two workers."""
    with running("--workers", "2", TOCSIN_API_ANONYMOUS="100000", TOCSIN_METRICS="here") as (address, _):
        yield address


@pytest.fixture
def settings() -> Any:
    """Django's settings, as the pages of this process see them."""
    from django.conf import settings

    return settings
