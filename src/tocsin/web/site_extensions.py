"""Pages that packages beside the product add to the site: see :mod:`tocsin.runtime.extensions`.

Such a package is laid out as the site is: ``templates/``, ``static/``, its sentences in ``locale/``, and a module
``area`` with ``PAGES``. It is an app of Django's.
"""

from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, cast

from tocsin.runtime.extensions import load_extensions
from tocsin.web.page_urls import PageRoute


class SiteArea(Protocol):
    """The module ``area`` of such a package."""

    PAGES: tuple[PageRoute, ...]


@cache
def list_site_packages() -> tuple[str, ...]:
    return tuple(one.site for one in load_extensions() if one.site)


@cache
def load_site_areas() -> tuple[SiteArea, ...]:
    """Their pages; only once Django is set up."""
    return tuple(cast(SiteArea, import_module(f"{name}.area")) for name in list_site_packages())


def find_site_files(name: str) -> list[Traversable]:
    """The file or folder of this name in each package that has it."""
    found = (files(package).joinpath(name) for package in list_site_packages())
    return [one for one in found if one.is_file() or one.is_dir()]
