"""What operators do while people are being reached: restore a lost store, upgrade, rotate the keys.

Real processes and a real network. Whatever is done, the rules of ``faults.invariants`` hold.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.operations.machines import ROOT, Machines, code, run, unpacked, version_before
from tocsin.privacy.keycheck import check_keys
from tocsin.privacy.rotation import rotate_keys
from tocsin.store import backup as backups
from tocsin.store import database
from tocsin.store.schema import read_schema_state

PEOPLE = 60
"""Each is tested positive; a conversation is four SMS and three replies in the mean."""


@pytest.fixture
def machines(home, tmp_path):
    made = []

    def make(**more):
        made.append(Machines(home, tmp_path, PEOPLE, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


def whole(machines):
    """Bytes that the network writes down until everybody has had their conversation, about."""
    return 600 * machines.town.people


# ---- restored


def test_a_store_that_is_lost_comes_back_and_goes_on(fresh, machines, tmp_path):
    service = machines(engines=1)
    service.laboratory.begin(files=4)
    assert service.laboratory.all()["opened"] == service.laboratory.cases
    service.progress(0.25 * whole(service))
    with service.frozen("engine-1", "gateway"):  # whatever the machine: much is still to be said
        backups.write_backup(service.url, tmp_path / "backup")
        then = service.taken()
    service.progress(then + 0.25 * whole(service))
    assert service.taken() > then, "nothing was said between the backup and the loss: the test shows nothing"
    service.lose_the_store()
    done = service.bring_back(fresh, tmp_path / "backup")
    assert done.files > 0
    service.drain(step=6.1)
    checks = service.checks()
    unknown = "messages that are in no register"
    held = [
        *checks.every_positive(service.laboratory.cases),
        *checks.every_case_was_written_to_or_is_rung(),
        *checks.every_message_left_or_is_known(),
        *(said for said in checks.the_network_has_what_the_store_says() if unknown not in said),
        *checks.nothing_twice_unsaid({"restored": len(checks.all("select id from tracing_message"))}),
        *checks.milestones(),
        *checks.calls(),
        *checks.queues(),
    ]
    assert held == []
    # What the network had between the backup and the loss is in no register any more: whoever had an SMS of
    # that time may be told the same again, and the file of each of them says so. Files without a number are marked too.
    known = {row[0] for row in checks.all("select code from tracing_message")}
    surprised = {number for code, (number, _) in checks.seen.texts.items() if code not in known}
    marked = checks.all(
        """select f.phone_id from tracing_change c join tracing_case f on f.id = c.subject_id
           where c.subject = 'case' and c.what = 'restored' union
           select f.phone_id from tracing_change c join tracing_contact f on f.id = c.subject_id
           where c.subject = 'contact' and c.what = 'restored'"""
    )
    assert surprised <= {checks.numbers[phone] for (phone,) in marked if phone}


# ---- upgraded, with other keys


TAKE_IN = """
import sys
from pathlib import Path
from tests.faults.laboratory import Laboratory
from tests.faults.shared import SharedClock, impatient
from tocsin_simulation.town.people import Town
from tocsin.privacy.vault import Vault
folder, url, people = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
clock = SharedClock(folder / "clock")
laboratory = Laboratory(
    Town(people, figures=impatient()), folder, url, Vault.load(folder / "keys.json"), clock)
laboratory.begin(files=4)
print(laboratory.all()["opened"], laboratory.cases)
"""
MIGRATE = "import sys; from tocsin.store import database; database.migrate_store(sys.argv[1])"


def test_the_version_before_is_replaced_while_messages_flow_and_the_keys_are_rotated(machines, tmp_path):
    """Its own engines and gateway, on its own tables; then the tables are those of today, and one process
    after the other. Nothing is lost, and nothing is sent twice."""
    commit = version_before()
    if not commit:
        pytest.skip("the history of this checkout has no version with older tables: nothing to upgrade from")
    before = unpacked(commit, tmp_path / "before")
    service = machines(root=before)
    assert (missing := read_schema_state(service.url).missing), (
        "the tables of the version before are those of today"
    )
    opened, cases = run(before, TAKE_IN, str(tmp_path), service.url, str(PEOPLE)).split()
    assert opened == cases
    service.progress(0.2 * whole(service))

    run(ROOT, MIGRATE, service.url)
    assert read_schema_state(service.url).missing == ()
    assert set(missing) <= set(read_schema_state(service.url).applied)
    service.progress(0.35 * whole(service))  # the code of before goes on, on the tables of today

    now = datetime.now(UTC)
    with database.open_connection(service.url) as connection:
        assert rotate_keys(connection, service.vault, now).made > 0
    for number, name in enumerate(("engine-1", "gateway", "engine-2")):
        service.replace(name)
        service.progress((0.5 + 0.15 * number) * whole(service))
    service.drain(step=6.1)
    service.laboratory.__dict__["cases"] = int(cases)
    assert service.broken() == []
    with database.open_connection(service.url) as connection:
        rotated = rotate_keys(connection, service.vault, now + timedelta(hours=2))
        assert (rotated.made, rotated.resealed.lost, rotated.waiting) == (0, 0, ())
        assert rotated.dropped
        assert check_keys(connection, service.vault).problems == ()


def test_the_code_of_a_process_is_that_of_its_folder(tmp_path):
    folder = tmp_path / "x"
    assert code({}, folder) == {"PYTHONPATH": f"{folder}:{folder / 'src'}"}
    said = run(ROOT, "import tocsin; print(tocsin.__file__)").strip()
    assert Path(said) == ROOT / "src/tocsin/__init__.py"
