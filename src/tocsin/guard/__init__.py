"""The sender's side: what may leave in the institution's name, held against the same charter as what arrives.

>>> from datetime import date
>>> from tocsin.charter.load import load
>>> from tocsin.charter.view import as_of
>>> from tocsin.guard import Draft, guard
>>> text = "Assurance Maladie : avez-vous de la fièvre ? Réf. {code}"
>>> draft = Draft(sender="38663", flow="contact", text=text)
>>> ruling = guard(draft, as_of(load("assurance_maladie"), date(2021, 3, 4)))
>>> ruling.result, [(reason.kind, reason.quote) for reason in ruling.reasons]
('block', [('asks_medical', 'avez-vous de la fièvre')])
"""

from tocsin.guard.days import day_for
from tocsin.guard.decide import guard
from tocsin.guard.model import Draft, Reason, Ruling, Waiver

__all__ = ["Draft", "Reason", "Ruling", "Waiver", "day_for", "guard"]
