"""One small day on the twin and on the service itself, decision by decision: they do not differ."""

import pytest
from msgspec.structs import replace

from tests.simulation.policies.mirror import Mirror
from tocsin_simulation.policies.day_policy import load_shipped_policies
from tocsin_simulation.policies.figures import default_figures
from tocsin_simulation.policies.region_day import RegionDay
from tocsin_simulation.policies.region_sample import RegionSample


@pytest.mark.parametrize(("people", "seed", "changes"), [(32, 1, {}), (18, 2, {"call_margin": "12h"})])
def test_the_same_sms_leave_and_the_same_people_are_rung_in_the_same_order(db, vault, people, seed, changes):
    policy = replace(load_shipped_policies().policies[0], **changes)
    office = Mirror(db, vault, policy)
    day = RegionDay(
        RegionSample(people, seed), policy, default_figures(), agents=1.0, parts_a_second=0.3, office=office
    )
    day.play()
    assert len(office.files.cases) > people / 2
    assert len(office.outbox.all) > people
    assert day.agents.made > people / 2
    assert office.kept_tasks() == office.stored_tasks()
    assert office.kept_files(office.files.cases) == office.stored_files("tracing_case")
    assert office.kept_files(office.files.contacts) == office.stored_files("tracing_contact")
