"""How well and how fast reports are grouped into campaigns: `./dev bench campaigns [REPORTS [CAMPAIGNS]]`.

Each campaign begins with a fraud that a separate author wrote (evals/rounds) and drifts: words fall out, come in
and change for good; its copies have other links, sums and numbers, some a greeting, an ending, wrong letters, or
are cut short. The pairs of reports that belong together are known, so precision and recall are counted, with and
without the hosts. Then the heaps that separate authors wrote and labelled (evals/campaigns), each read as the command reads it.
"""

import json
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from pathlib import Path

from _measure import ROOT, machine

from tocsin.campaigns.fingerprint import TextFingerprint, extract_skeleton
from tocsin.campaigns.grouping import CampaignIndex, ReportToGroup
from tocsin.campaigns.reported_message import describe_reported_message
from tocsin.verdict.batch_check import RowJudge, parse_row

SEED = 20_261_129
REPORTS, CAMPAIGNS = 100_000, 2_000
CHANNELS = ("sms", "email", "social")
LENGTHS = range(60, 900)
DRIFT = 0.002
"""Of a campaign's copies, those before which its text changes for good."""
HOSTS = 30
"""Hosts that a campaign uses."""
GREETINGS = (
    "Bonjour, ",
    "Madame, Monsieur, ",
    "Cher assuré, ",
    "INFO : ",
    "Rappel : ",
    "URGENT - ",
    "Dernier avis : ",
)
ENDINGS = (
    " Merci.",
    " Cordialement.",
    " STOP au 36111",
    " Ne pas répondre.",
    " Sans réponse sous 48h votre dossier sera clos.",
)
RUN = 5
"""Words in a row that two texts do not share by chance."""
_LINK = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?")


class DriftingCampaign:
    """A text that changes from copy to copy, and now and then for good."""

    def __init__(self, number: int, text: str, words: Sequence[str], hand: random.Random) -> None:
        self.number, self.text, self._words, self._hand = number, text, words, hand

    def write_copy(self) -> tuple[str, str]:
        """The next copy, and the host that it leads to; an empty one where it leads nowhere."""
        hand = self._hand
        if hand.random() < DRIFT:
            self._drift()
        host = f"c{self.number}-{hand.randrange(1 + hand.randrange(HOSTS))}.example"
        text = re.sub(
            r"\d+",
            lambda found: "".join(hand.choices("0123456789", k=len(found[0]))),
            _LINK.sub(host, self.text),
        )
        drawn = hand.random()
        if drawn < 0.3:
            text = hand.choice(GREETINGS) + text
        if 0.2 < drawn < 0.4:
            text += hand.choice(ENDINGS)
        if drawn > 0.9:  # wrong letters
            for _ in range(1 + len(text) // 80):
                at = hand.randrange(len(text) - 1)
                text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        elif drawn > 0.85:
            text = text[: int(len(text) * hand.uniform(0.6, 1))]
        return text, host if host in text else ""

    def _drift(self) -> None:
        hand, words = self._hand, self.text.split(" ")
        for _ in range(max(1, len(words) // 25)):
            at, drawn = hand.randrange(len(words)), hand.random()
            if drawn < 0.4:
                words[at] = hand.choice(self._words)
            elif drawn < 0.7 and len(words) > 8:
                del words[at]
            else:
                words.insert(at, hand.choice(self._words))
        self.text = " ".join(words)


def main() -> int:
    """Group, count, and print."""
    reports, campaigns = (*map(int, sys.argv[1:3]), *(REPORTS, CAMPAIGNS)[len(sys.argv) - 1 :])
    print(f"{machine()}; seed {SEED}; {reports} reports of {campaigns} campaigns")
    for with_hosts in (True, False):
        group_reports(reports, campaigns, with_hosts=with_hosts)
    for path in sorted((ROOT / "evals" / "campaigns").glob("*.jsonl")):
        group_labelled_heap(path)
    return 0


def group_labelled_heap(path: Path) -> None:
    """A heap by a separate author: rows of messages with the name of their campaign."""
    judge, index = RowJudge(None, "fr", date.today()), CampaignIndex()
    truth, variants = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        truth.append(row.pop("campaign"))
        message, verdict = judge.judge_row(parse_row(json.dumps(row).encode()))
        where = index.group_report(describe_reported_message(message, verdict).prepare_for_grouping())
        variants.append(where.variant)
    found = list_homes(index, variants)
    precision, recall = compare_partitions(truth, found)
    print(
        f"{path.name}: precision {precision:.3f}, recall {recall:.3f} of pairs; {len(set(found))} groups of {len(set(truth))}"
    )


def list_homes(index: CampaignIndex, variants: Sequence[int]) -> list[int]:
    """The campaign of each variant, as it is at the end."""
    home = {v.id: v.campaign for campaign in index.list_campaigns() for v in index.list_variants(campaign)}
    return [home[variant] for variant in variants]


def group_reports(reports: int, campaigns: int, *, with_hosts: bool) -> None:
    """One run."""
    hand = random.Random(SEED)
    texts = read_frauds()
    hand.shuffle(texts)
    words = [word for text in texts for word in text.split(" ")]
    written = [
        DriftingCampaign(number, texts[number % len(texts)], words, hand) for number in range(campaigns)
    ]
    weights = [1 / (1 + number) ** 0.7 for number in range(campaigns)]
    index, spent = CampaignIndex(), 0.0
    truth, variants = [], []
    for one in hand.choices(written, weights, k=reports):
        text, host = one.write_copy()
        begun = time.process_time()
        where = index.group_report(
            ReportToGroup(TextFingerprint(text), frozenset([host] if host and with_hosts else ()))
        )
        spent += time.process_time() - begun
        truth.append(one.number)
        variants.append(where.variant)
    found = list_homes(index, variants)
    precision, recall = compare_partitions(truth, found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{'with' if with_hosts else 'without'} hosts: precision {precision:.4f}, recall {recall:.4f} of pairs; "
        f"{len(set(found))} campaigns of {len(set(truth))}, {len(set(variants))} variants; "
        f"{spent:.0f} s of CPU, {reports / spent:.0f} reports a second, {peak:.0f} MB"
    )


def read_frauds() -> list[str]:
    """Frauds by separate authors, none of a round that is kept aside; of those that have a run of words in common one,
    since authors also write what circulates, and two such texts are one swindle."""
    runs: set[tuple[str, ...]] = set()
    found = []
    for text in _list_frauds():
        words = extract_skeleton(text).split()
        mine = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
        if runs.isdisjoint(mine):
            found.append(text)
        runs |= mine
    return found


def _list_frauds() -> list[str]:
    aside = set((ROOT / "evals" / "kept-aside.txt").read_text(encoding="utf-8").split())
    found = []
    for path in sorted((ROOT / "evals" / "rounds").glob("*.jsonl")):
        if path.stem in aside or path.name in aside or f"rounds/{path.name}" in aside:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (
                str(row.get("family")).startswith("fraud")
                and row["channel"] in CHANNELS
                and len(row["text"]) in LENGTHS
            ):
                found.append(row["text"])
    return found


def compare_partitions(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float]:
    """Of the pairs that were put together, those that belong together; and the other way round."""
    both = _count_pairs(Counter(zip(truth, found, strict=True)))
    return both / _count_pairs(Counter(found)), both / _count_pairs(Counter(truth))


def _count_pairs(counted: Counter[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in counted.values())


if __name__ == "__main__":
    sys.exit(main())
