"""One store for the module, and a bench of its own."""

import pytest

from tests.web.message_templates.conftest import shared  # noqa: F401
from tocsin_simulation.policy_pages import pages
from tocsin_simulation.policy_pages.comparison_jobs import ComparisonJobs


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """Comparisons of this module alone."""
    with pytest.MonkeyPatch.context() as patch:
        found = ComparisonJobs(tmp_path_factory.mktemp("bench") / "twin")
        patch.setattr(pages, "bench", found)
        patch.setattr(
            "tocsin_simulation.policy_pages.comparison_form.SIZES", {"small": (8, 1), "larger": (9, 1)}
        )
        patch.setattr(pages, "SIZES", {"small": (8, 1), "larger": (9, 1)})
        yield found
