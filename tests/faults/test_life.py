"""The whole life of cases, in any order of whatever may happen, on a real store."""

import os
import shutil
import tempfile
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.faults.life import MOBILES, NAMED, PEOPLE, SAYINGS, Life
from tests.store.databases import database
from tests.tracing.intake.results import NEGATIVE, POSITIVE
from tocsin.privacy.vault import Vault
from tocsin.store import database as stores

EXAMPLES = int(os.environ.get("TOCSIN_LIVES", 15))
"""Stories of one run; 2,000 by hand."""
STEPS = 30
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if EXAMPLES > 100 else [])]
"""A story of real databases takes minutes to be made short: that is done by hand."""
anybody = st.sampled_from(PEOPLE)


class CaseLife(RuleBasedStateMachine):
    """One story. ``server`` and ``template`` are set by the test."""

    server: ClassVar[str]
    template: ClassVar[str]
    numbers: ClassVar[count] = count(1)

    def __init__(self):
        super().__init__()
        self.name = f"life_{next(self.numbers)}"
        with stores.open_connection(self.server, autocommit=True) as admin:
            admin.execute(f'create database "{self.name}" template "{self.template}"')
        self.db = stores.open_connection(database(self.server, self.name))
        self.folder = Path(tempfile.mkdtemp(prefix="tocsin-life-"))
        self.life = Life(self.db, Vault.for_tests(), self.folder)
        self.erasures = 0

    def teardown(self):
        self.db.close()
        shutil.rmtree(self.folder)
        with stores.open_connection(self.server, autocommit=True) as admin:
            admin.execute(f'drop database "{self.name}" with (force)')

    @rule(who=anybody, second=st.booleans())
    def positive(self, who, second):
        id = f"{who.given}{'-second' if second else ''}-{self.erasures}"
        self.life.result(who, id, POSITIVE, "final", "Labo du Port" if second else "Labo de la Gare")

    @rule(who=anybody, status=st.sampled_from(["corrected", "entered-in-error", "final"]))
    def no_positive(self, who, status):
        value = NEGATIVE if status != "entered-in-error" else POSITIVE
        self.life.result(who, f"{who.given}-{self.erasures}", value, status, "Labo de la Gare")

    @rule(number=st.sampled_from(MOBILES), text=st.sampled_from(SAYINGS))
    def write_replies(self, number, text):
        self.life.write_replies(number, text)

    @rule(number=st.sampled_from(MOBILES), texts=st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=4))
    def talks(self, number, texts):
        """Several answers, each taken before the next."""
        for text in texts:
            self.life.later(timedelta(minutes=3))
            self.life.network("arrives")
            self.life.write_replies(number, text)
            self.life.work()

    @rule(fate=st.sampled_from(["arrives", "fails", "refused", "doubt", "taken"]))
    def network(self, fate):
        self.life.network(fate)

    @rule(
        agent=st.sampled_from(["anne", "brice"]),
        outcome=st.sampled_from(
            ["reached", "voicemail", "no_answer", "refused", "wrong_person", "call_back"]
        ),
        named=st.sampled_from(NAMED),
        nobody=st.booleans(),
    )
    def rings(self, agent, outcome, named, nobody):
        self.life.rings(agent, outcome, named, nobody)

    @rule()
    def work(self):
        self.life.work()

    @rule(minutes=st.sampled_from([1, 30, 130, 300, 800, 1440, 4000]))
    def later(self, minutes):
        self.life.later(timedelta(minutes=minutes))

    @rule()
    def sweep(self):
        self.life.sweep()

    @precondition(lambda self: self.erasures < 2)
    @rule(days=st.sampled_from([40, 95]))
    def months_later(self, days):
        self.erasures += 1
        self.life.later(timedelta(days=days))
        self.life.erase()

    @invariant()
    def everything_holds(self):
        assert self.life.broken() == []


@pytest.fixture(scope="module")
def machine(server, template):
    CaseLife.server, CaseLife.template = server, template
    return CaseLife


def test_whatever_happens_in_whatever_order(machine):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
            suppress_health_check=list(HealthCheck), print_blob=False, phases=PHASES,
        ),
    )  # fmt: skip
