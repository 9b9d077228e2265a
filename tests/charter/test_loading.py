"""Charters by name, or from a folder."""

from pathlib import Path

import pytest

from tests.charter.water import Folder
from tocsin.charter.errors import CharterError, NoSuchCharter
from tocsin.charter.loading import list_charter_names, load_charter


def test_two_institutions_come_with_tocsin() -> None:
    assert set(list_charter_names()) >= {"assurance_maladie", "dgfip"}


@pytest.mark.parametrize("name", list_charter_names())
def test_each_is_loaded_by_its_name(name: str) -> None:
    assert load_charter(name).id == name


def test_a_hyphen_is_as_good_as_an_underscore() -> None:
    assert load_charter("assurance-maladie") is load_charter("assurance_maladie")


def test_the_same_charter_is_loaded_once() -> None:
    assert load_charter("dgfip") is load_charter("dgfip")


def test_a_folder_is_loaded_from_its_path(folder: Folder) -> None:
    path = folder.write()
    assert load_charter(path) == load_charter(str(path))
    assert load_charter(path).name.en == "the Water Board"


def test_a_folder_is_read_again_when_asked_again(folder: Folder) -> None:
    assert load_charter(folder.write()).version == "2024-06-01"
    folder.change("charter.yaml", "2024-06-01", "2024-07-01")
    assert load_charter(folder.write()).version == "2024-07-01"


def test_a_relative_path_will_do(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.write())
    assert load_charter(".").id == "water"


@pytest.mark.parametrize("name", ["wine", "", "no/such/folder", "../dgfip", "assurance_maladie/"])
def test_an_unknown_name_is_told_which_are_known(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if name == "":
        with pytest.raises(CharterError):
            load_charter(name)
        return
    with pytest.raises(NoSuchCharter) as caught:
        load_charter(name)
    assert "assurance_maladie" in caught.value.problem
    assert caught.value.file == name
