"""docs/integrate/use-in-thunderbird.md: the example, with a stand-in for Thunderbird, against the running API."""

import json
import shutil
import subprocess

import pytest

from tests.docs.paper import ROOT

FOLDER = ROOT / "docs" / "examples" / "thunderbird"
STAND_IN = """
const fs = require("fs"), vm = require("vm");
const [site, mail, file] = process.argv.slice(1);
const messenger = {
  tabs: { query: async () => [{ id: 7 }] },
  messageDisplay: { getDisplayedMessages: async (tab) => ({ messages: tab === 7 ? [{ id: 42 }] : [] }) },
  messages: { getRaw: async (id, { data_format }) => new File([fs.readFileSync(mail)], `${id}.${data_format}`) },
};
vm.runInThisContext(fs.readFileSync(file, "utf8"));
checkDisplayedMessage(messenger, site, "en").then(
  (said) => console.log(said.verdict, said.charter.id, said.advice.length > 0, said.reasons[0].text.length > 0),
  (error) => console.log("refused", error.message),
);
"""


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
def test_the_message_that_is_shown_gets_its_verdict(site):
    mail = ROOT / "docs" / "examples" / "refund.eml"
    command = ["node", "-e", STAND_IN, site, str(mail), str(FOLDER / "check.js")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.stdout.split()[1:] == ["assurance_maladie", "true", "true"], done.stderr


def test_it_may_ask_the_site_that_it_asks_and_no_other():
    manifest = json.loads((FOLDER / "manifest.json").read_text())
    (site,) = manifest["host_permissions"]
    assert f'const SITE = "{site.removesuffix("/*")}"' in (FOLDER / "check.js").read_text()
    assert manifest["permissions"] == ["messagesRead"]
    assert "innerHTML" not in (FOLDER / "popup.js").read_text()
