"""What circulates, as a command looks into it: the campaigns that were confirmed in the store of the service."""

from datetime import date
from typing import TYPE_CHECKING

from tocsin.cli.exit_status import ServiceUnavailable, needs_part

if TYPE_CHECKING:
    from tocsin.campaigns.circulation import CirculatingTexts


def load_texts(today: date) -> "CirculatingTexts":
    """The texts of a day, in memory: the store is asked once. Raises ServiceUnavailable, PartNotInstalled."""
    with needs_part("service"):
        from tocsin.campaigns.circulation import load_circulating_texts
        from tocsin.store.database import NoStore, open_connection
    try:
        with open_connection() as connection:
            return load_circulating_texts(connection, today)
    except NoStore as error:
        raise ServiceUnavailable(str(error)) from None
