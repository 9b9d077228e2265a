"""A real browser for the pages: Debian's Chromium by Playwright; axe-core finds what keeps people out.

Chromium is installed from Debian where the tests run as root; elsewhere they say that they are skipped.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.debian_packages import find_program, install_packages, require_program

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""Of them, those that look at colours: all that differs in the dark."""
LAYOUT = ["target-size", "scrollable-region-focusable"]
"""Of them, those that look at sizes: all that differs on a narrower window, in which nothing else is shown."""
NAMES = [
    "html-has-lang",
    "valid-lang",
    "document-title",
    "heading-order",
    "link-name",
    "button-name",
    "label",
]
"""Of them, those that look at words: all that differs in another language, which is laid out by the same templates."""
LOOK = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"
"""All violations; of what passes nothing is written down, nor brought here: that costs more than to look."""
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--in-process-gpu",
    "--no-zygote",
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",
]
"""One process draws all pages: as every visit began another, it took half as much processor again. All pages are ours."""
FORGET = "localStorage.clear(); sessionStorage.clear()"
SHELL = "chromium-headless-shell"
FONTS = "fonts-dejavu-core"
PATIENCE = 180_000
"""Milliseconds for what a page does, on a machine that does much else: never what a test measures."""
expect.set_options(timeout=PATIENCE)
PHONE, DESKTOP, ENLARGED = 360, 1280, 320
"""Widths in CSS pixels; ``ENLARGED`` is a desktop of 1280 at 400 %."""


_loops: dict[Browser, asyncio.AbstractEventLoop] = {}
_spare: dict[tuple[Browser, bool], list[Page]] = {}
"""Pages that a visit is over in, with scripts and without: a new one costs more than most visits."""


def installed(*, whole: bool = False) -> str:
    """Path of Chromium, installed if need be; else the test is skipped. ``whole``: with its extensions.

    The shell without windows takes half the processor for a page that the whole browser does; not every system has it.
    """
    names = ("chromium",) if whole else (SHELL, "chromium")
    found = next(filter(None, map(find_program, names)), None)
    if not found and not whole:
        install_packages(SHELL, FONTS)
        found = find_program(SHELL)
    return found or require_program("chromium", "chromium", FONTS)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser, which asks nobody for anything by itself. Only :func:`in_hand` it does what it is told."""
    path = installed()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        loop = _loops[browser] = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser
        asyncio._set_running_loop(loop)
        _spare.clear()
        browser.close()


@contextmanager
def in_hand(browser: Browser) -> Iterator[Browser]:
    """Playwright leaves its loop running, in which no other can be: tests that have one of their own come in between."""
    asyncio._set_running_loop(_loops[browser])
    yield browser
    asyncio._set_running_loop(None)


@contextmanager
def visit(
    browser: Browser,
    address: str,
    *,
    width: int = DESKTOP,
    scripts: bool = True,
    dark: bool = False,
    fails: bool = False,
) -> Iterator[Page]:
    """A page as a person sees it. It may ask no other host for anything, nor break its own policy.

    ``fails``: requests are made to fail, and the browser will say so.
    """
    spare = _spare.setdefault((browser, scripts), [])
    page = spare.pop() if spare else _tab(browser, scripts)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media="screen", color_scheme="dark" if dark else "light")
    asked, said = [], []
    listeners: list[tuple[Any, Any]] = [
        ("request", lambda request: asked.append(request.url)),
        ("console", lambda message: said.append(message.text)),
        ("weberror", lambda error: said.append(str(error.error))),
    ]
    for event, listener in listeners:
        page.context.on(event, listener)
    page.goto(address)
    yield page
    for event, listener in listeners:
        page.context.remove_listener(event, listener)
    _given_back(page, spare)
    home = "/".join(address.split("/")[:3])
    assert [url for url in asked if not url.startswith(home)] == []
    expected = ("422", "404", "blocked by Playwright")  # the last: what the site would keep
    assert fails or [line for line in said if not any(one in line for one in expected)] == []


def _tab(browser: Browser, scripts: bool) -> Page:
    context = browser.new_context(
        java_script_enabled=scripts, reduced_motion="reduce", service_workers="block"
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def _given_back(page: Page, spare: list[Page]) -> None:
    """Whoever comes next finds nothing of this visit. (What a failed test had is not used again.)"""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    page.context.clear_cookies()
    if page.url.startswith("http"):
        page.evaluate(FORGET)
    page.goto("about:blank")
    spare.append(page)


def barriers(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe-core finds against a page: rule and place. It is a script: it sees a page that allows none
    as :func:`without_htmx` shows it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    violations = page.evaluate(LOOK, rules)
    return [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]


@contextmanager
def without_htmx(browser: Browser, address: str, *, width: int = DESKTOP) -> Iterator[Page]:
    """A page whose forms are sent as if there were no scripts, but which axe-core can look at."""
    with visit(browser, address, width=width, fails=True) as page:
        page.route("**/static/htmx.*", lambda route: route.abort())
        page.reload()
        yield page


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def spilt_headers(page: Page) -> list[str]:
    """The heads of columns that are wider than their column, and stand over the next."""
    spilt = "heads => heads.filter(th => th.scrollWidth > th.clientWidth + 1).map(th => th.innerText)"
    return list(page.eval_on_selector_all("thead th", spilt))
