"""Time a character on hostile texts of growing size: `./dev bench linear`.

A check is linear where the last size costs, a character, about what the first one does. Texts are longer than
a message may be (a million characters), so that the evidence is measured beyond the bound that protects it.
"""

import gc
from collections.abc import Callable
from datetime import date

from _measure import here, machine

from tocsin.charter.channels import ChannelId
from tocsin.charter.loading import load_charter
from tocsin.charter.view import view_as_of
from tocsin.evidence.extraction import extract_evidence
from tocsin.message.model import Message
from tocsin.message.plain_text import find_channel_passages
from tocsin.verdict.decision import decide_verdict
from tocsin.verdict.institution_choice import DEFAULT

SIZES = (10_000, 100_000, 1_000_000, 8_000_000)
DAY = date(2024, 5, 2)
MOST = 3.0
"""Above this ratio of the last size to the second, a shape is not called linear."""
PATIENCE = 100.0
"""Seconds of CPU that one size may take, judged by the size before; larger ones are left out."""

SHAPES: dict[str, Callable[[int], str]] = {
    "one letter": lambda n: "a" * n,
    "single letters": lambda n: ("r i b a m e l i " * (n // 16 + 1))[:n],
    "dots": lambda n: "." * n,
    "links": lambda n: ("ameli-vitale.example/x " * (n // 23 + 1))[:n],
    "broken links": lambda n: ("http://ameli" * (n // 12 + 1))[:n],
    "digits": lambda n: ("08" * (n // 2 + 1))[:n],
    "numbers": lambda n: ("rappelez le 08 99 12 34 56, " * (n // 28 + 1))[:n],
    "numbers in words": lambda n: ("zero huit quatre vingt dix neuf " * (n // 32 + 1))[:n],
    "numbers by halves": lambda n: ("zero un quatre vingt dix neuf vous notez bien " * (n // 46 + 1))[:n],
    "links in words": lambda n: ("www point ameli tiret vitale point " * (n // 35 + 1))[:n],
    "words gathered": lambda n: ("maman tel casse virement code recevoir loyer " * (n // 45 + 1))[:n],
    "asks": lambda n: ("votre rib votre iban envoyez donnez " * (n // 36 + 1))[:n],
    "items without asks": lambda n: ("rib carte bancaire nir mot de passe " * (n // 36 + 1))[:n],
    "negations": lambda n: ("ne jamais pas ne " * (n // 17 + 1))[:n],
    "unseen characters": lambda n: ("a\u200b\u00ad" * (n // 3 + 1))[:n],
    "combining marks": lambda n: ("a" + "\u0301" * 50) * (n // 51 + 1),
    "foreign letters": lambda n: ("аmеli Ωמع " * (n // 10 + 1))[:n],
    "quotation marks": lambda n: ("« ameli » " * (n // 10 + 1))[:n],
    "reply marks": lambda n: ("> > > ameli\n" * (n // 12 + 1))[:n],
    "blank lines": lambda n: "\n" * n,
    "at signs": lambda n: ("a@" * (n // 2 + 1))[:n],
    "links and numbers": lambda n: ("ameli-vitale.example 08 99 12 34 56 " * (n // 36 + 1))[:n],
    "amounts and short numbers": lambda n: ("12 euros 3646 envoyez 38663 " * (n // 28 + 1))[:n],
    "warnings and links": lambda n: ("attention aux arnaques « sante.example » " * (n // 41 + 1))[:n],
    "replies and asks": lambda n: ("Le 3 mai, X a écrit :\n> donnez votre rib\nnon\n" * (n // 47 + 1))[:n],
    "commas": lambda n: ("ameli, " * (n // 7 + 1))[:n],
    "a conversation": lambda n: ("- Allô ?\n- C'est ameli, votre RIB ?\n" * (n // 36 + 1))[:n],
    "fraud, again and again": lambda n: (
        "AMELI : votre carte vitale expire, payez 0,99 euro sur ameli-vitale.example. " * (n // 76 + 1)
    )[:n],
}


def main() -> int:
    """Measure every shape at every size."""
    print(machine())
    print("nanoseconds of CPU a character, by size; the bound of a million characters lifted")
    print(f"{'shape':24}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>9}")
    _cost("warm " * 100)
    worst = max(_shape(name, make) for name, make in SHAPES.items())
    print(f"worst ratio of the last to the second size: {worst:.2f} (at most {MOST}: {_said(worst)})")
    print(machine())
    return int(worst > MOST)


def _said(ratio: float) -> str:
    return "linear" if ratio <= MOST else "NOT LINEAR"


def _shape(name: str, make: Callable[[int], str]) -> float:
    """One line; the ratio of the last size measured to the second, or to the first of two."""
    costs: list[float] = []
    for size in SIZES:
        grown = costs[-1] / costs[-2] if len(costs) > 1 else 1.0
        if costs and costs[-1] * grown * size / 1e9 > PATIENCE:
            break
        costs.append(_cost(make(size)))
    ratio = costs[-1] / costs[1 if len(costs) > 2 else 0]
    cells = [f"{cost:12,.0f}" for cost in costs] + [f"{'too slow':>12}"] * (len(SIZES) - len(costs))
    print(
        f"{name:24}" + "".join(cells) + f"{ratio:9.2f}" + ("" if ratio <= MOST else "  not linear"),
        flush=True,
    )
    return ratio


def _cost(text: str) -> float:
    """Nanoseconds of CPU a character; the best of several runs where the text is short."""
    gc.collect()
    runs = max(1, min(5, 200_000 // len(text)))
    return min(here(lambda: _check(text))[1] for _ in range(runs)) / len(text) * 1e9


def _check(text: str) -> None:
    """The whole chain, on a text that nothing cuts."""
    view = view_as_of(load_charter(DEFAULT), DAY)
    channel: ChannelId = "call" if "Allô" in text[:100] else "sms"
    message = Message(channel=channel, text=text, received=DAY, passages=find_channel_passages(text, channel))
    decide_verdict(message, view, extract_evidence(message, view))


if __name__ == "__main__":
    raise SystemExit(main())
