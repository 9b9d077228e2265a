"""The pages of the simulation are pages of the site, and are asked for as those are."""

from tests.web.conftest import chromium, launched_chromium, settings, visitor  # noqa: F401
