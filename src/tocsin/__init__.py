"""Tocsin: the contact charter of an institution, written once, used to check what arrives in its name.

>>> import tocsin
>>> from datetime import date
>>> verdict = tocsin.check(
...     "AMELI : votre carte vitale expire, payez 0,99 euro : ameli-vitale.example",
...     sender="AMELI",
...     received=date(2024, 5, 2),
... )
>>> verdict.level
'imposture'
>>> sorted({reason.kind for reason in verdict.reasons} & {"asks_payment", "lookalike_domain"})
['asks_payment', 'lookalike_domain']

The charter is applied as of the day the message was received; nothing is fetched, ever.
"""

TYPE_CHECKING = False  # the name is all that type checkers look at, and ``typing`` takes 5 ms
if TYPE_CHECKING:
    from typing import Any

    from tocsin.charter.loading import load_charter
    from tocsin.message.eml import read_eml
    from tocsin.message.model import Message
    from tocsin.verdict.check import check, judge
    from tocsin.verdict.model import Verdict

__version__ = "0.1.0"
__all__ = ["Message", "Verdict", "check", "judge", "load_charter", "read_eml"]

_HOMES = {
    "Message": "tocsin.message.model:Message",
    "Verdict": "tocsin.verdict.model:Verdict",
    "check": "tocsin.verdict.check:check",
    "judge": "tocsin.verdict.check:judge",
    "load_charter": "tocsin.charter.loading:load_charter",
    "read_eml": "tocsin.message.eml:read_eml",
}
"""Public name -> where it lives: it is imported when first used, so that ``import tocsin`` costs nothing."""


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    found = getattr(import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
