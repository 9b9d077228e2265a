"""How long each kind of row is kept, said with the number that the code runs by."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from tocsin.answering.sms import sms_responder
from tocsin.campaigns.report_receipts import LETTERS
from tocsin.config import read_settings
from tocsin.jobs import cleanup
from tocsin.privacy.legal_base import describe_months
from tocsin.privacy.retention import find_kept_months
from tocsin.web import client_pseudonyms
from tocsin.web.accounts import sessions
from tocsin.web.api import gateway_webhooks


def _say(period: timedelta) -> str:
    """A period in French.

    >>> _say(timedelta(days=3)), _say(timedelta(hours=1)), _say(timedelta(minutes=10))
    ('3 jours', '1 heure', '10 minutes')
    """
    for unit, name in (
        (timedelta(days=1), "jour"),
        (timedelta(hours=1), "heure"),
        (timedelta(minutes=1), "minute"),
    ):
        count, rest = divmod(period, unit)
        if count and not rest:
            return f"{count} {name}{'s' if count > 1 else ''}"
    raise ValueError(period)


_COLLECTED: Final = "{collected} de date à date après la collecte"
PERIODS: Final[Mapping[str, str]] = {
    "collected": f"{_COLLECTED}, ou plus tôt à la demande de la personne",
    "dates": f"les dates sont vidées {_COLLECTED} ; il reste une ligne sans personne, pour les comptes",
    "links": f"numéros de lignes ; ne désignent plus personne {_COLLECTED}",
    "visitors": f"{_say(cleanup.VISITORS)} après que la limite est rendue",
    "pseudonyms": f"{_say(client_pseudonyms.KEPT)} après son jour",
    "forwarded": _say(sms_responder.KEPT),
    "unconfirmed": f"{_say(cleanup.UNCONFIRMED)} au plus",
    "heard": _say(gateway_webhooks.REMEMBERED),
    "parts": _say(cleanup.PARTS),
    "receipts": _say(cleanup.RECEIPTS),
    "spoken": f"{_say(cleanup.SPOKEN)} après l'appel",
    "sessions": f"{_say(sessions.IDLE)} sans usage, {_say(sessions.LONGEST)} au plus",
    "arrivals": _say(sessions.PENDING_LASTS),
    "reports": "{reports} mois de date à date après le signalement, ou plus tôt par le code du reçu",
    "letters": f"jusqu'à ce que la suite soit écrite, {_say(LETTERS)} au plus, ou plus tôt par le code du reçu",
    "campaigns": "{campaigns} mois après le dernier signalement de la campagne",
    "account": "tant que le compte ou la clé existe ; à fixer ensuite par l'organisme",
    "log": "aucun terme dans le programme ; à fixer par l'organisme, avec ses archives",
    "counts": "sans terme ; ce sont des comptes",
}
"""By the name that ``processing.yaml`` gives; ``{collected}`` is the period of the legal base in force, ``{reports}`` and
``{campaigns}`` are months of the settings."""


def describe_period(kept: str) -> str:
    """How long rows of a period are kept, in French. Raises BadSetting."""
    said = read_settings()
    terms = {
        "{collected}": describe_months(find_kept_months(), "fr"),
        "{reports}": str(said.report_months),
        "{campaigns}": str(said.campaign_months),
    }
    found = PERIODS[kept]
    for blank, term in terms.items():
        found = found.replace(blank, term)
    return found
