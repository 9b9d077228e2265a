"""The pages name every setting, every count and every failure; their examples are read."""

import re
from pathlib import Path

from tocsin.tracing.outbound import gateway_store
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.smpp_accounts import account_from_url, accounts_from_yaml
from tocsin.tracing.outbound.worker import GatewayCounters

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "gateway.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "integrate" / "connect-gateways.md").read_text(encoding="utf-8")


def test_every_setting_count_and_failure_is_explained():
    names = [
        *GatewayPolicy.__struct_fields__,
        *GatewayCounters.__struct_fields__,
        *gateway_store._REASONS.values(),
    ]
    assert [name for name in names if f"`{name}`" not in REFERENCE] == []


def test_the_defaults_are_as_the_page_says():
    policy = GatewayPolicy()
    assert f"| `lease` | {policy.lease.seconds // 60} min |" in REFERENCE
    assert f"| `resend_after` | {policy.resend_after.seconds // 60} min |" in REFERENCE
    assert f"| `repetition_for` | {policy.repetition_for.seconds // 60} min |" in REFERENCE
    assert f"| `resends` | {policy.resends} |" in REFERENCE
    assert f"| `give_up` | {policy.give_up} |" in REFERENCE


def test_the_examples_of_accounts_are_read(tmp_path):
    (url,) = re.findall(r"TOCSIN_SMPP='(.*?)'", HOW_TO)
    assert account_from_url(url)[0] == "38663"
    (yaml,) = re.findall(r"```yaml\n(.*?)```", HOW_TO, re.S)
    path = tmp_path / "lanes.yaml"
    path.write_text(yaml)
    assert accounts_from_yaml(path, {"SMPP_PASSWORD": "s"})["38663"].patience == 2
