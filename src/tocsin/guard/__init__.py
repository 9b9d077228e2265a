"""The sender's side: what may leave in the institution's name, held against the same charter as what arrives.

>>> from datetime import date
>>> from tocsin.charter.loading import load_charter
>>> from tocsin.charter.view import view_as_of
>>> from tocsin.guard import MessageDraft, guard_draft
>>> text = "Assurance Maladie : avez-vous de la fièvre ? Réf. {code}"
>>> draft = MessageDraft(sender="38663", flow="contact", text=text)
>>> ruling = guard_draft(draft, view_as_of(load_charter("assurance_maladie"), date(2021, 3, 4)))
>>> ruling.result, [(reason.kind, reason.quote) for reason in ruling.reasons]
('block', [('asks_medical', 'avez-vous de la fièvre')])
"""

from tocsin.guard.guard_day import choose_guard_day
from tocsin.guard.model import GuardReason, GuardRuling, GuardWaiver, MessageDraft
from tocsin.guard.ruling import guard_draft

__all__ = ["GuardReason", "GuardRuling", "GuardWaiver", "MessageDraft", "choose_guard_day", "guard_draft"]
