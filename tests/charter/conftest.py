"""Fixtures shared by the stories about charters."""

from pathlib import Path

import pytest

from .water import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A charter of four files that loads."""
    return Folder(tmp_path / "water")
