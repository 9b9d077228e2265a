"""A channel is a row and its names: everything else follows."""

import subprocess
import sys
from datetime import date

import pytest

from tocsin.charter.channels import CHANNELS
from tocsin.locale.catalogues import load_sentences
from tocsin.locale.languages import LANGUAGES
from tocsin.message.channel_guess import list_plausible_channels
from tocsin.verdict.check import check

DAY = date(2025, 11, 28)
COMPLETE = [code for code, language in LANGUAGES.items() if language.complete]

PIGEON = """
import sys, types
from pathlib import Path

import tocsin.charter

source = Path(tocsin.charter.__file__).parent / "channels.py"
code = source.read_text()
row = '    Channel(id="pigeon", part="by_letter", told="un pigeon"),\\n)\\n\\nCHANNELS: Final'
assert code.count(")\\n\\nCHANNELS: Final") == 1
module = types.ModuleType("tocsin.charter.channels")
sys.modules["tocsin.charter.channels"] = module
exec(code.replace(")\\n\\nCHANNELS: Final", row), vars(module))

import msgspec
from datetime import date
from tocsin import check
from tocsin.charter.folder_reader import read_charter_folder
from tocsin.charter.schema import ClauseExample
from tocsin.cli.command_parser import build_parser
from tocsin.message.channel_guess import list_plausible_channels

charter = read_charter_folder(source.parents[1] / "charters" / "assurance_maladie")  # as compiled it has no pigeon
found = check("Votre caisse : envoyez votre RIB.", channel="pigeon", received=date(2025, 1, 2), charter=charter)
print(found.level)
print(list_plausible_channels("J'ai eu un pigeon : votre carte expire")[0])
print("pigeon" in str(msgspec.json.schema(ClauseExample)))
print(build_parser().parse_args(["check", "--channel", "pigeon", "-"]).channel)
"""


@pytest.mark.parametrize("lang", COMPLETE)
def test_every_channel_has_its_names(lang):
    for context in ("channels", "sms.by", "sms.do"):
        assert CHANNELS.keys() == load_sentences("tocsin", context, lang).keys(), context
    assert {channel.part for channel in CHANNELS.values()} <= load_sentences("site", "contacts", lang).keys()


def test_a_row_is_enough_for_a_new_one():
    done = subprocess.run([sys.executable, "-c", PIGEON], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split() == ["suspicious", "pigeon", "True", "pigeon"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("RCS - Assurance Maladie (expéditeur vérifié) : votre carte expire", "rcs"),
        ("J'ai reçu un message RCS de ma caisse", "rcs"),
        ("Plombier, RCS Paris 123 456 789", "sms"),
        ("Le RCS de la société est faux", "sms"),
    ],
)
def test_it_is_known_where_somebody_tells_of_rcs(text, channel):
    assert list_plausible_channels(text)[0] == channel


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Votre carte Vitale expire, renouvelez sur https://ameli-vitale.example", "imposture"),
        ("Envoyez votre RIB complet à votre caisse.", "suspicious"),
        ("Un message de votre caisse est disponible dans votre compte ameli.", "unproven"),
    ],
)
def test_what_no_source_says_of_rcs_contradicts_nothing(text, level):
    found = check(text, channel="rcs", sender="Assurance Maladie", received=DAY)
    assert found.level == level
    assert not {"sender_not_official", "sender_name_shape"} & {reason.kind for reason in found.reasons}
    assert found.advice
