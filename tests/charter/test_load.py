"""Charters by name, or from a folder."""

from pathlib import Path

import pytest

from tocsin.charter.errors import BadChoice, NoSuchCharter
from tocsin.charter.load import available, load

from .water import Folder


def test_two_institutions_come_with_tocsin() -> None:
    assert set(available()) >= {"assurance_maladie", "dgfip"}


@pytest.mark.parametrize("name", available())
def test_each_is_loaded_by_its_name(name: str) -> None:
    assert load(name).id == name


def test_a_hyphen_is_as_good_as_an_underscore() -> None:
    assert load("assurance-maladie") is load("assurance_maladie")


def test_the_same_charter_is_loaded_once() -> None:
    assert load("dgfip") is load("dgfip")


def test_a_folder_is_loaded_from_its_path(folder: Folder) -> None:
    path = folder.write()
    assert load(path) == load(str(path))
    assert load(path).name.en == "the Water Board"


def test_a_folder_is_read_again_when_asked_again(folder: Folder) -> None:
    assert load(folder.write()).version == "2024-06-01"
    folder.change("charter.yaml", "2024-06-01", "2024-07-01")
    assert load(folder.write()).version == "2024-07-01"


def test_a_relative_path_will_do(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.write())
    assert load(".").id == "water"


@pytest.mark.parametrize("name", ["wine", "", "no/such/folder", "../dgfip", "assurance_maladie/"])
def test_an_unknown_name_is_told_which_are_known(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if name == "":
        with pytest.raises((NoSuchCharter, BadChoice, ValueError)):
            load(name)
        return
    with pytest.raises(NoSuchCharter) as caught:
        load(name)
    assert "assurance_maladie" in caught.value.expected
    assert caught.value.found == name
