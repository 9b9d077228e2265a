"""Packages of Debian are installed at one place, which waits for whoever else installs."""

from pathlib import Path

import pytest

from tests import debian_packages

APT_GET = """#!/bin/sh
echo "$@" >>{folder}/asked
case "$*" in
*update*) touch {folder}/updated ;;
*) test -e {folder}/updated || {{ echo "E: Unable to locate package $5" >&2; exit 100; }} ;;
esac
"""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """What an apt-get of ours is asked: it knows of no package until its lists are read."""
    command = tmp_path / "apt-get"
    command.write_text(APT_GET.format(folder=tmp_path))
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(debian_packages, "LOCK", tmp_path / "locks" / "apt")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return lambda: (tmp_path / "asked").read_text().splitlines()


def test_apt_waits_for_who_installs_already_and_reads_its_lists_where_it_has_none(asked):
    assert debian_packages.install_packages("postfix") == ""
    assert [line.split()[2] for line in asked()] == ["install", "update", "install"]
    assert all(line.startswith("-o DPkg::Lock::Timeout=") for line in asked())


def test_no_test_calls_apt_by_itself():
    here = Path(__file__).parent
    own = {Path(__file__), Path(debian_packages.__file__)}
    assert [path for path in here.rglob("*.py") if path not in own and '"apt-get"' in path.read_text()] == []
