"""What somebody chose on the form, and the plan that it makes."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.http import QueryDict
from msgspec import Struct

from tocsin_simulation.policies.comparison_plan import ComparisonPlan
from tocsin_simulation.policies.day_policy import load_shipped_policies

MOST: Final = 4
"""Policies of one comparison on the page."""
SIZES: Final[Mapping[str, tuple[int, int]]] = {"small": (30, 3), "larger": (60, 4)}
"""Positives of one country, countries."""
LAST_SEED: Final = 9_999


class ComparisonForm(Struct, frozen=True):
    """The form as it was sent."""

    policies: tuple[str, ...] = ("sms-first", "call-first", "agents-500")
    size: str = "small"
    seed: str = "1"

    @property
    def problems(self) -> dict[str, str]:
        """Field -> name of the sentence that says what is wrong with it."""
        found = {}
        known = {policy.name for policy in load_shipped_policies().policies}
        if not 2 <= len(self.policies) <= MOST or not known.issuperset(self.policies):
            found["policies"] = "problem_policies"
        if self.size not in SIZES:
            found["size"] = "problem_size"
        if not self._seed_number:
            found["seed"] = "problem_seed"
        return found

    @property
    def _seed_number(self) -> int:
        """The seed; 0 where it is none."""
        written = self.seed.strip()
        right = written.isascii() and written.isdecimal() and 1 <= len(written) <= 4
        return int(written) if right else 0

    @property
    def plan(self) -> ComparisonPlan:
        """What is to be played; only where there is no problem."""
        people, seeds = SIZES[self.size]
        of = load_shipped_policies()
        chosen = tuple(policy for policy in of.policies if policy.name in self.policies)
        return ComparisonPlan(
            policies=chosen, figures=of.values, people=people, seeds=seeds, seed=self._seed_number
        )


def parse_comparison_form(form: QueryDict) -> ComparisonForm:
    """What was sent; anything may have been."""
    policies: Sequence[str] = form.getlist("policy")[: MOST + 1]
    return ComparisonForm(
        tuple(dict.fromkeys(str(one)[:40] for one in policies)),
        str(form.get("size", ""))[:20],
        str(form.get("seed", ""))[:20],
    )
