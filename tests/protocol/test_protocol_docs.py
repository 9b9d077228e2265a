"""The how-to shows a protocol that loads, and names every field."""

import re
from datetime import date
from pathlib import Path

from tocsin.protocol.load import parse_protocol
from tocsin.protocol.person_facts import PersonFacts
from tocsin.protocol.plan import make_plan
from tocsin.protocol.schema import ProtocolRule, RuleConditions

PAGE = (Path(__file__).parents[2] / "docs" / "institutions" / "write-a-protocol.md").read_text(
    encoding="utf-8"
)
EXAMPLE = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_loads_and_gives_a_plan():
    protocol = parse_protocol(EXAMPLE[1], "cold.yaml")
    told = make_plan(
        protocol, PersonFacts(role="contact", age=8, last_contact=date(2020, 3, 1)), date(2020, 3, 2)
    )
    assert told.isolation_end == date(2020, 3, 8)


def test_every_condition_and_every_field_of_a_rule_is_named():
    silent = {"unspecified", "official"}
    for field in (*ProtocolRule.__struct_fields__, *RuleConditions.__struct_fields__):
        assert field in silent or field in PAGE, field
