"""The lane of the answers: a number of its own, so that nothing forwarded is taken for a reply."""

from collections.abc import Collection, Mapping
from typing import Final

from tocsin.config import read_settings
from tocsin.conversation.flow.load import list_flows, load_flow
from tocsin.tracing.outbound.smpp_accounts import VARIABLE as ACCOUNTS

VARIABLE: Final = "TOCSIN_CHECK_LANE"


class BadAnswerLane(ValueError):
    """The lane of the answers cannot be used."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"{VARIABLE}: {detail}")


def find_answer_lane(lanes: Collection[str], environ: Mapping[str, str] | None = None) -> str:
    """The lane that answers forwarded SMS; empty where none is set. Raises BadAnswerLane.

    ``lanes`` are those that have an account.
    """
    given = read_settings(environ).check_lane.strip()
    if not given:
        return ""
    if given not in lanes:
        raise BadAnswerLane(f"{given} has no account in {ACCOUNTS}")
    if given in {load_flow(name).sender for name in list_flows()}:
        raise BadAnswerLane(
            f"{given} is the number of the conversations: a reply would be taken for a question"
        )
    return given
