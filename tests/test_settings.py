"""The settings: one record, read in one place, and the page of the reference that is generated from it."""

import os
import re
from pathlib import Path

import pytest

from tests.docs.paper import DOCS, ROOT
from tocsin import config
from tocsin.cli import exit_status, main
from tocsin.config import VARIABLES, BadSetting, ServiceSettings, read_settings

PAGE = DOCS / "reference" / "configuration.md"
HEAD = """\
# Configuration

Tocsin reads its settings from environment variables. The same variables apply to a terminal, a systemd unit and a test;
secrets can be [credentials of systemd](../operate/deploy.md#2-each-machine). A variable that is empty or not set has its
default. If a value is not what is expected, the command ends with an error that names the variable and what it expects.

*This page is generated from `src/tocsin/config.py`.*

| variable | meaning | expected | default | read by |
|---|---|---|---|---|
"""

ACCEPTED = {
    # what a process that is started has in its environment
    "runtime/process_supervisor.py", "store/backup.py", "store/embedded/data_folder.py", "web/site_server.py",
    "../tocsin_simulation/town/processes.py",
    # where Django's settings are
    "store/schema.py", "web/wsgi.py",
    # what systemd says, and the credentials that it hands in
    "cli/main.py", "cli/systemd.py", "cli/service/site.py",
    # what the terminal can do, and who sits at it
    "cli/terminal_text.py", "cli/command_parser.py", "cli/service/keys.py", "../tocsin_simulation/cli/town/screen.py",
    # the folder that the client of Prometheus asks for
    "web/api/worker_metrics.py",
}  # fmt: skip
"""Modules beside ``config.py`` that look into the environment, for what is no setting of Tocsin."""


def describe_default(value: object) -> str:
    """A default as the page has it."""
    if isinstance(value, tuple):
        value = ",".join(value)
    return "" if value in ("", None, False) else f"`{value}`"


def write_page() -> str:
    """The page, from the record."""
    defaults = ServiceSettings()
    rows = [
        f"| `{name}` | {one.meaning}{'. **Secret**' if one.secret else ''} | {one.kind.expected} | "
        f"{describe_default(defaults.find_value(name))} | {one.reader} |\n"
        for name, one in VARIABLES.items()
    ]
    return HEAD + "".join(rows)


def test_the_page_is_that_of_the_record():
    """``TOCSIN_GOLDEN=write`` writes it anew."""
    if os.environ.get("TOCSIN_GOLDEN") == "write":
        PAGE.write_text(write_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == write_page()


def test_the_environment_is_read_in_one_place():
    found = {
        str(path.relative_to(ROOT / "src" / "tocsin", walk_up=True))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"\bos\.(environb?\b|getenv)", path.read_text(encoding="utf-8"))
    }
    assert found == ACCEPTED | {"config.py"}


def test_every_variable_that_the_code_names_is_in_the_record():
    named = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"""["'](TOCSIN_[A-Z_]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert named - {config.PREFIX} <= set(VARIABLES)


def test_nothing_set_or_empty_is_the_default():
    assert read_settings({}) == read_settings(dict.fromkeys(VARIABLES, "")) == ServiceSettings()


def test_values_are_read():
    found = read_settings({
        "TOCSIN_API_PROXIES": " 2 ", "TOCSIN_METRICS": "here", "TOCSIN_SITE_HOSTS": "a.example, b.example",
        "TOCSIN_API_ORIGINS": "https://a.example https://b.example", "TOCSIN_HOME": "/srv/tocsin", "TOCSIN_DEBUG": "1",
        "ANOTHER": "x",
    })  # fmt: skip
    assert (found.api_proxies, found.metrics, str(found.home), found.debug) == (
        2,
        "here",
        "/srv/tocsin",
        True,
    )
    assert found.site_hosts == ("a.example", "b.example")
    assert found.api_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("TOCSIN_API_PROXIES", "eleven", "a number from 0 to 10"),
        ("TOCSIN_API_PROXIES", "11", "a number from 0 to 10"),
        ("TOCSIN_CHECK_HOUR", "0", "a number from 1 to 10000000"),
        ("TOCSIN_METRICS", "everywhere", "key or here"),
        ("TOCSIN_STAFF_SECOND_FACTOR", "none", "on or off"),
    ],
)
def test_a_bad_value_is_said_with_its_name_and_what_is_expected(name, value, expected):
    with pytest.raises(BadSetting) as raised:
        read_settings({name: value})
    assert str(raised.value) == f"{name}={value!r}: expected {expected}"


def test_a_command_says_which_setting_is_wrong(monkeypatch, capsys):
    monkeypatch.setenv("TOCSIN_API_ANONYMOUS", "many")
    assert main.run_cli(["keys", "list"]) == exit_status.USAGE
    assert "TOCSIN_API_ANONYMOUS='many': expected a number from 0 to 100000000" in capsys.readouterr().err


def test_a_secret_is_in_no_representation_of_the_record():
    assert "s3cret" not in repr(read_settings({"TOCSIN_SITE_SECRET": "s3cret"}))


def test_only_a_variable_of_the_record_is_set():
    with pytest.raises(KeyError):
        config.set_variable("TOCSIN_NOTHING", "1")


@pytest.mark.parametrize("name", VARIABLES)
def test_a_value_is_of_the_type_of_its_field(name):
    words = {
        "TOCSIN_STAFF_SECOND_FACTOR": "off",
        "TOCSIN_API_LOG": "all",
        "TOCSIN_METRICS": "here",
        "TOCSIN_KERNEL": "plain",
        "TOCSIN_TAXII": "amber",
    }
    found = read_settings({name: words.get(name, "7")})
    kept = found.find_value(name)
    annotation = ServiceSettings.__annotations__[name.removeprefix(config.PREFIX).lower()].__origin__
    if isinstance(annotation, type):
        assert isinstance(kept, annotation)
    elif annotation == Path | None:
        assert isinstance(kept, Path)
