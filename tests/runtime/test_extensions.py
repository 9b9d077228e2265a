"""What stands beside the product is found by its entry point, and without it nothing of it is there."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib import metadata

import pytest

from tocsin.cli.service import list_added_commands
from tocsin.runtime import clock, extensions
from tocsin.runtime.extensions import Extension, ExtensionCommand, load_extensions, load_object

ALONE = """
import sys
from importlib.abc import MetaPathFinder

class TakenOut(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == "tocsin_simulation":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, TakenOut())
"""
"""Begins a program in which the package of the simulation is not installed."""


def run_alone(program: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", ALONE + program], capture_output=True, text=True, timeout=300,
        env=os.environ | variables,
    )  # fmt: skip


@pytest.fixture
def entry_points(monkeypatch):
    """Sets the entry points of the group, each ``name=module:object``."""

    def put(*points: str) -> None:
        made = [
            metadata.EntryPoint(one.partition("=")[0], one.partition("=")[2], extensions.GROUP)
            for one in points
        ]
        monkeypatch.setattr(metadata, "entry_points", lambda *, group: metadata.EntryPoints(made))
        load_extensions.cache_clear()

    yield put
    load_extensions.cache_clear()


def test_the_simulation_is_found_by_its_entry_point():
    (found,) = load_extensions()
    assert set(found.commands) == {"town", "twin"} == set(list_added_commands())
    assert callable(load_object(found.clock))


def test_a_package_that_was_taken_out_adds_nothing(entry_points):
    entry_points("gone=tocsin_taken_out.extension:EXTENSION")
    assert load_extensions() == ()


def test_a_package_that_lacks_something_itself_is_not_passed_over(entry_points):
    entry_points("broken=tocsin.web.no_such_module:EXTENSION")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        load_extensions()


def test_an_extension_adds_commands(entry_points):
    entry_points("other=tests.runtime.test_extensions:OTHER")
    assert list_added_commands() == {"greet": ExtensionCommand("says hello", "nowhere")}


OTHER = Extension(commands={"greet": ExtensionCommand("says hello", "nowhere")})


def test_without_the_package_its_commands_are_not_there():
    shown = run_alone("from tocsin.cli.main import run_cli; run_cli(['--help'])").stdout
    assert "\n    status " in shown
    assert "\n    town " not in shown
    assert "\n    twin " not in shown
    done = run_alone("from tocsin.cli.main import run_cli; sys.exit(run_cli(['town']))")
    assert (done.returncode, "invalid choice: 'town'" in done.stderr) == (64, True)


def test_without_the_package_its_pages_are_not_there():
    asked = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tocsin.web.settings'\n"
        "import django; django.setup()\n"
        "from tocsin.web.urls import PAGES\n"
        "print([page.name for page in PAGES if page.name.startswith('lab')])"
    )
    done = run_alone(asked, TOCSIN_LABO="/nowhere/labo")
    assert done.stdout.strip() == "[]", done.stderr


def test_without_the_package_no_story_is_told():
    asked = "from tocsin.runtime import clock; print(clock.read_clock_from_environment().now().isoformat())"
    done = run_alone(asked, TOCSIN_STORY="2021-03-04T07:00:00Z@240@1000")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(done.stdout.strip())) < timedelta(hours=1)


def test_the_clock_of_an_extension_is_given_the_environment(monkeypatch):
    fixed = clock.MachineClock(speed=7.0)
    monkeypatch.setattr(clock, "_find_clock_reader", lambda: lambda told: fixed if told else None)
    assert clock.read_clock_from_environment({"TOCSIN_STORY": "anything"}) is fixed
