"""The page about gateways names everything that can be set, and its program runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.sms import gateway
from tocsin.sms.http_provider import FIELDS, HttpProvider, ResponseFormat, WebhookFormat
from tocsin.sms.smpp_account import SmppAccount
from tocsin_simulation.sms.network_profile import NetworkFaults

PAGE = (Path(__file__).parents[2] / "docs" / "integrate" / "connect-an-smsc.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("record", [SmppAccount, NetworkFaults, HttpProvider, WebhookFormat])
def test_every_setting_is_explained(record):
    unexplained = [name for name in record.__struct_fields__ if not re.search(rf"\b{name}\b", PAGE)]
    assert unexplained == []


def test_every_event_is_explained():
    for event in gateway.Event.__args__:
        assert f"| `{event.__name__}` |" in PAGE


def test_every_name_of_a_template_is_listed():
    assert [name for name in FIELDS if f"`{{{name}}}`" not in PAGE] == []


def test_the_description_of_a_provider_can_be_read():
    from msgspec import convert, yaml

    (described,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
    provider = convert(yaml.decode(described), HttpProvider)
    assert provider.batch == 500
    assert isinstance(provider.reading, ResponseFormat)


def test_the_program_runs():
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "oui, à 8 h" in done.stdout
    assert re.findall(r"^\w+", done.stdout, re.M) == [
        "LinkChange",
        "PartAccepted",
        "DeliveryReceipt",
        "IncomingSms",
    ]
