"""One store for the module, and a bench of its own."""

import pytest

from tests.tracing.conftest import server, template, vault  # noqa: F401  # fixtures
from tests.web.texts.conftest import shared  # noqa: F401
from tocsin.web.twin import pages
from tocsin.web.twin.bench import Bench


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Comparisons of this module alone."""
    with pytest.MonkeyPatch.context() as patch:
        found = Bench(tmp_path_factory.mktemp("bench") / "twin")
        patch.setattr(pages, "bench", found)
        patch.setattr("tocsin.web.twin.choices.SIZES", {"small": (20, 2), "larger": (21, 2)})
        patch.setattr(pages, "SIZES", {"small": (20, 2), "larger": (21, 2)})
        yield found
