"""What every test has: one set of Django's settings (those of the site, which hold those of the service), one
way to try properties (``TOCSIN_EXAMPLES`` tries harder), and the store of the run."""

import gc
import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.costs import Dearest, FewWords
from tests.examples import TRIED, USUAL
from tests.lines_run import compiled_kernel  # noqa: F401
from tests.store_fixtures import db, fresh, home, server, store, template, vault  # noqa: F401

# The same examples at every run, none of them timed: other things run on the same machine.
settings.register_profile(
    "tocsin",
    max_examples=TRIED,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tocsin")
if TRIED <= USUAL:
    # Examples would be drawn from the constants of whatever modules this process has imported: each process would try
    # others, and read all our code for it.
    providers.is_local_module_file = lambda path: False
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.web.settings")
# What was compiled is kept, also where the environment says otherwise: a run starts hundreds of processes, and to
# compile Django and ourselves takes each two seconds of processor.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background ignores Ctrl-C, and so would every command that a test interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Compile everything once in a new clone: one worker does, and the others then find it compiled.

    Each of them would compile all of it at the same time, which takes twenty seconds of processor.
    """
    from tests.store import prepared

    gc.disable()  # nearly all that is made here stays; the collector would go through it again and again
    try:
        if not hasattr(session.config, "workerinput"):
            return (yield)
        with prepared.first_alone("collected"):
            return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(YOUNG)


YOUNG = 100_000
"""Objects that a process makes before the collector looks for circles among them: a run makes millions that end by
themselves, and to look at every 2,000, as Python does, takes three seconds of processor in a hundred."""
DEAR_MODULES = (
    # Every worker that has a test of these makes something that takes ten seconds or more.
    "tests/web/public/test_crawl.py",
    "tests/docs/test_site.py",
    "tests/library/test_wheel.py",
    "tests/simulation/town/test_sms_replies.py",
    "tests/deploy/",
    # These wait for processes of their own most of the time, while the other workers compute.
    "tests/faults/",
    "tests/operations/test_goes_on.py",
    "tests/simulation/policies/test_command.py",
    "tests/simulation/handsets/",
)
"""Modules with which one worker begins, so that in the end nobody waits for a long test."""
DEAR_FIXTURE = "launched_chromium"
"""The browser, with the site that it looks at: one worker has them, and all tests that want them."""


def is_dear(item: pytest.Item) -> bool:
    """Whether a worker that runs this test makes something that takes long, or waits long."""
    return item.nodeid.startswith(DEAR_MODULES) or DEAR_FIXTURE in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what is dear first: workers that have nothing left take from the end, and would make their things again."""
    items.sort(key=lambda item: not is_dear(item))


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(FewWords())
    else:  # what the processes of a run share belongs to the first
        from tests.store import prepared

        config.pluginmanager.register(Dearest())
        prepared.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    from tests.store import prepared

    prepared.stop()
    if not hasattr(config, "workerinput"):
        prepared.end()
