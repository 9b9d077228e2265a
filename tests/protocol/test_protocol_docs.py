"""The how-to shows a protocol that loads, and names every field."""

import re
from datetime import date
from pathlib import Path

from tocsin.protocol.facts import Facts
from tocsin.protocol.load import parse
from tocsin.protocol.plan import plan
from tocsin.protocol.schema import Rule, When

PAGE = (Path(__file__).parents[2] / "docs" / "institutions" / "write-a-protocol.md").read_text(
    encoding="utf-8"
)
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_loads_and_gives_a_plan():
    protocol = parse(EXAMPLE[1], "cold.yaml")
    told = plan(protocol, Facts(role="contact", age=8, last_contact=date(2020, 3, 1)), date(2020, 3, 2))
    assert told.isolation_end == date(2020, 3, 8)


def test_every_condition_and_every_field_of_a_rule_is_named():
    silent = {"unspecified", "official"}
    for field in (*Rule.__struct_fields__, *When.__struct_fields__):
        assert field in silent or field in PAGE, field
