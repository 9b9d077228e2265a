"""Every moment of the inside is on the clock of whoever is here, and the page says which, where it could be
another."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from tocsin.locale.paris_time import PARIS
from tocsin.tracing.supervision.territory import find_zone, list_departments
from tocsin.web.staff import time_zone
from tocsin.web.staff.staff_member import RoleGrant, StaffMember

WEB = Path(time_zone.__file__).parents[1]
LATE = datetime(2021, 3, 4, 20, 30, tzinfo=UTC)
"""21:30 in Paris, half past midnight of the next day on La Réunion."""


def somebody(*territories: str) -> StaffMember:
    return StaffMember(1, "alix", "Alix", "fr", tuple(RoleGrant("supervisor", one) for one in territories))


@pytest.mark.parametrize(
    ("territories", "zone", "said"),
    [
        (("974",), "Indian/Reunion", "heure de La Réunion"),
        (("971", "971"), "America/Guadeloupe", "heure de la Guadeloupe"),
        (("R53",), PARIS, ""),
        (("35", "974"), PARIS, "heure de Paris"),
        (("",), PARIS, "heure de Paris"),
    ],
)
def test_whose_clock_it_is_and_what_is_said_of_it(territories, zone, said):
    who = somebody(*territories)
    assert time_zone.find_staff_zone(who) == zone
    with time_zone.use_zone(time_zone.find_staff_zone(who)):
        assert time_zone.describe_zone(who, "fr") == said


def test_every_clock_has_a_name():
    assert {find_zone(code) for code in list_departments()} <= time_zone.NAMES.keys()


def test_what_is_typed_is_what_is_shown():
    with time_zone.use_zone("Indian/Reunion"):
        assert time_zone.parse_local_time("2021-03-05T00:30") == LATE
        assert f"{time_zone.to_local_time(LATE):%Y-%m-%dT%H:%M}" == "2021-03-05T00:30"
        assert Template('{{ at|date:"d/m H:i" }}').render(Context({"at": LATE})) == "05/03 00:30"
    assert time_zone.parse_local_time("2021-03-04T21:30") == LATE
    assert time_zone.parse_local_time("2021-03-04T20:30Z") == LATE
    assert time_zone.parse_local_time("half past") is None
    assert time_zone.to_local_time(LATE).tzinfo == ZoneInfo(PARIS)


# ---- all templates, all words, all pages


INSIDE = (
    "account", "accounts", "audit", "boards", "calls", "dashboards", "desk", "erasure", "inside", "lead", "log",
    "message_templates", "supervision", "texts",
)  # fmt: skip
"""Folders of code, of templates and of words."""
ELSEWHERE = {
    "accounts/time_zone.py": "the clock itself",
    "audit/audit_log.py": "the chain of the log is signed over UTC",
}


def files(folder: str, ending: str) -> list[Path]:
    return [one for name in INSIDE for one in sorted((WEB / folder / name).rglob(f"*.{ending}"))]


def test_no_page_of_the_inside_has_a_clock_of_its_own():
    own = re.compile(r"astimezone\(|ZoneInfo\(|Europe/Paris|\bDESK\b|localtime\(|utcoffset")
    found = {}
    for path in files("", "py"):
        name = str(path.relative_to(WEB))
        if name not in ELSEWHERE and (
            lines := [line for line in path.read_text().splitlines() if own.search(line)]
        ):
            found[name] = lines
    assert found == {}


def test_no_template_of_the_inside_writes_a_moment_but_by_the_filter_that_knows_the_clock():
    templates = files("templates", "html")
    assert len(templates) > 30
    for path in templates:
        text = path.read_text()
        assert not re.search(r"isoformat|\|time\b|\|utc\b|localtime|timezone|%}UTC|\(UTC\)", text), path
        for blank in re.findall(
            r"\{\{[^}]*\b(?:at|began|seen|since|until|ends|starts|played|ran|came)(?:\.\w+)?\s*\}\}", text
        ):
            # What is shown bare was made a sentence before, or is what was typed.
            assert not re.search(r"\b(?:starts_at|ends_at|began_at|seen_at|done_at|created_at)\b", blank), (
                path,
                blank,
            )


def test_no_sentence_of_the_inside_names_a_clock_of_its_own():
    for path in files("words", "py"):
        text = path.read_text()
        assert "UTC" not in text, path
        if (
            path.name != "record.py"
        ):  # the laboratory's own time, which the record tells on the clock of Paris
            assert "heure de Paris" not in text, path
