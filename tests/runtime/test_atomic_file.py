"""A file is there whole, or it is not there."""

import os
from pathlib import Path

import pytest

from tocsin.runtime.atomic_file import write_atomically


def test_a_file_is_written_with_its_folder(tmp_path):
    write_atomically(tmp_path / "a" / "b" / "report.json", b"{}\n")
    assert (tmp_path / "a" / "b" / "report.json").read_bytes() == b"{}\n"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["report.json"]


def test_one_that_is_there_is_replaced(tmp_path):
    write_atomically(tmp_path / "report.json", b"old, and longer than the new one")
    write_atomically(tmp_path / "report.json", b"new")
    assert (tmp_path / "report.json").read_bytes() == b"new"


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_where_the_disk_is_full_the_old_one_stays_and_nothing_is_left(tmp_path, monkeypatch, broken):
    write_atomically(tmp_path / "report.json", b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if broken == "fsync" else (Path, "replace")), full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "report.json", b"new")
    assert (tmp_path / "report.json").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
