"""The static files of the site: under names that change with their content, so that a browser keeps each for
good; the icon, which it asks for by a name of its own, a day.

Nothing is collected before the site starts: the files are named and served where they lie.
"""

from functools import cache
from os import PathLike
from pathlib import Path
from typing import Final

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

from tocsin.pictures.recogniser import DATA
from tocsin.web.site_extensions import find_site_files

FOLDER: Final = Path(__file__).with_name("static")
RECOGNISER: Final = DATA
"""The language that the recogniser of pictures knows: on a device as here."""
ICON: Final = "favicon.ico"
"""Browsers, bookmarks and mail programs ask for it where a page names no icon that they can show."""
SUFFIXES: Final = (".css", ".ico", ".js", ".png", ".svg", ".traineddata")
"""Of what is served; licences beside it are not."""


@cache
def list_static_files() -> dict[str, Path]:
    """Name -> file, of the site and of its extensions."""
    folders = (FOLDER, RECOGNISER, *(Path(str(found)) for found in find_site_files("static")))
    there = (file for folder in folders for file in folder.iterdir())
    return {file.name: file for file in sorted(there) if file.suffix in SUFFIXES}


class ContentHashStorage(ManifestStaticFilesStorage):
    """Django's names of static files, from a manifest made of the files as they lie."""

    hashed_files: dict[str, str]

    def load_manifest(self) -> tuple[dict[str, str], str]:  # type: ignore[override]  # as Django has it
        """Name of each file -> its name with a hash of its content."""
        return {name: self.hashed_name(name) for name in list_static_files()}, ""

    def path(self, name: str | PathLike[str]) -> str:
        return str(list_static_files().get(str(name)) or super().path(name))


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """Middleware: WhiteNoise, for the names of ``ContentHashStorage`` and the icon alone."""

    def update_files_dictionary(self, root: str, prefix: str) -> None:
        for name, hashed in ContentHashStorage().hashed_files.items():
            self.add_file_to_dictionary(prefix + hashed, str(list_static_files()[name]))
        self.add_file_to_dictionary(f"/{ICON}", root + ICON)
