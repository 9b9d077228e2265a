"""The static files of the site: under names that change with their content, so that a browser keeps each for
good; the icon, which it asks for by a name of its own, a day.

Nothing is collected before the site starts: the files are named and served where they lie.
"""

from pathlib import Path
from typing import Final

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.middleware import WhiteNoiseMiddleware

ICON: Final = "favicon.ico"
"""Browsers, bookmarks and mail programs ask for it where a page names no icon that they can show."""
SUFFIXES: Final = (".css", ".ico", ".js", ".png", ".svg")
"""Of what is served; licences beside it are not."""


class ContentHashStorage(ManifestStaticFilesStorage):
    """Django's names of static files, from a manifest made of the files as they lie."""

    hashed_files: dict[str, str]

    def load_manifest(self) -> tuple[dict[str, str], str]:  # type: ignore[override]  # as Django has it
        """Name of each file -> its name with a hash of its content."""
        names = sorted(file.name for file in Path(self.location).iterdir() if file.suffix in SUFFIXES)
        return {name: self.hashed_name(name) for name in names}, ""


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """Middleware: WhiteNoise, for the names of ``ContentHashStorage`` and the icon alone."""

    def update_files_dictionary(self, root: str, prefix: str) -> None:
        """Add every file under its address."""
        for name, hashed in ContentHashStorage().hashed_files.items():
            self.add_file_to_dictionary(prefix + hashed, root + name)
        self.add_file_to_dictionary(f"/{ICON}", root + ICON)
