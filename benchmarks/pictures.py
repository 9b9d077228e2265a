"""How well pictures are read: `./dev bench pictures [A STYLE]`.

Messages of the evaluation rows are drawn by a browser in ten styles (screens in light and dark, paper that is photographed), read, and
judged: characters right, senders right, and how often the verdict on the picture is the verdict on the text.
"""

import json
import random
import re
import sys
import time
from collections import defaultdict
from datetime import date
from typing import Any

from _measure import ROOT, machine
from msgspec.structs import replace
from rapidfuzz.distance import LCSseq, Levenshtein

sys.path.insert(0, str(ROOT))

from tests.message.picture.rendering import STYLES, Picture, draw_pictures
from tests.web.browser import in_hand, launched
from tocsin.message.message_reader import message_from_mapping
from tocsin.message.picture.layout import arrange_picture
from tocsin.message.picture.picture_message import build_message
from tocsin.pictures.recogniser import find_words
from tocsin.verdict.check import judge

ROWS = ("w1", "i1", "i2", "e1", "h1", "u1", "v1")
OF_EACH = 12
"""Pictures of each style."""
SEED = 20_261_128
TODAY = date(2026, 11, 28)
LONGEST = 520
"""Characters of a message that fits on one screen."""
_SAME = str.maketrans("’–—", "'--")
"""Signs that look alike: which of them it is changes nothing that is read."""
OWN = ("", "", "Ok merci", "Bonjour, qui êtes-vous ? Je ne comprends pas votre message.")


def main() -> int:
    """Draw, read, judge, and print."""
    print(f"{machine()}; seed {SEED}; {OF_EACH} pictures of each of {len(STYLES)} styles")
    rows, pictures = choose_pictures()
    with launched() as launched_browser, in_hand(launched_browser) as browser:
        drawn = draw_pictures(browser, pictures)
    found: dict[str, list[tuple[float, bool, bool]]] = defaultdict(list)
    spent = 0.0
    for row, picture, data in zip(rows, pictures, drawn, strict=True):
        begun = time.process_time()
        read = arrange_picture(find_words(data))
        spent += time.process_time() - begun
        text = message_from_mapping(row, TODAY)
        shown = build_message(read, received=text.received)
        if not STYLES[picture.style].photographed:
            text = replace(text, sender=picture.sender)
        alike = (
            judge(text).level == judge(replace(shown, channel=text.channel, otherwise=text.otherwise)).level
        )
        sender = _plain(read.sender).replace(" ", "") == _plain(picture.sender).replace(" ", "")
        found[picture.style].append((_right(picture, read.text), sender, alike))
        if not alike and "-v" in sys.argv:
            print(
                f"  {picture.style}: {read.sender!r} {read.text!r}\n  for {picture.sender!r} {picture.text!r}"
            )
    _print_table(found)
    print(f"processor: {spent / len(drawn):.2f} s a picture")
    return 0


def choose_pictures() -> tuple[list[dict[str, Any]], list[Picture]]:
    """Rows and the pictures that show them, the same for the same seed."""
    chance = random.Random(SEED)
    pool: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name in ROWS:
        for line in (ROOT / "evals" / "rounds" / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("text") and len(row["text"]) < LONGEST:
                pool[row["channel"]].append(row)
    rows, pictures = [], []
    for style, how in STYLES.items():
        for number, row in enumerate(chance.sample(pool[how.channel], OF_EACH)):
            sender = str(row.get("sender") or chance.choice(("06 39 98 12 34", "38663", "AMELI")))
            rows.append(
                {k: v for k, v in row.items() if k in ("channel", "text", "sender", "received_at", "subject")}
            )
            pictures.append(
                Picture(
                    style=style,
                    text=row["text"].strip(),
                    sender=sender,
                    subject=row.get("subject") or "Votre dossier",
                    own="" if how.photographed else chance.choice(OWN),
                    keyboard=number % 4 == 3,
                )
            )
    return rows, pictures


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(_SAME)).strip()


def _right(picture: Picture, text: str) -> float:
    """The share of characters that are right; on paper, where letterhead and address are read too, of those that were found."""
    wanted, got = _plain(picture.text), _plain(text)
    if STYLES[picture.style].photographed:
        return float(LCSseq.similarity(wanted, got)) / len(wanted)
    return 1 - Levenshtein.distance(wanted, got) / len(wanted)


def _print_table(found: dict[str, list[tuple[float, bool, bool]]]) -> None:
    print(f"{'style':22}{'characters right':>18}{'sender':>9}{'verdict as of the text':>25}")
    for style, all_of in found.items():
        _print_row(style, all_of, STYLES[style].photographed)
    for name, paper in (("screenshots", False), ("photographs", True)):
        _print_row(
            name,
            [one for style in found if STYLES[style].photographed is paper for one in found[style]],
            paper,
        )


def _print_row(name: str, all_of: list[tuple[float, bool, bool]], paper: bool) -> None:
    count = len(all_of)
    right = sum(one[0] for one in all_of) / count
    senders = "" if paper else f"{sum(one[1] for one in all_of)}/{count}"
    print(f"{name:22}{right:17.2%} {senders:>9}{sum(one[2] for one in all_of):>18}/{count}")


if __name__ == "__main__":
    raise SystemExit(main())
