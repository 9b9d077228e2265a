"""The answers by SMS with what a process of the service has: its keys, its charter, its accounts."""

from collections import Counter
from collections.abc import Callable

from tocsin.answering.sms import answer_ceilings
from tocsin.answering.sms.answer_worker import build_answer_worker
from tocsin.answering.sms.sms_responder import SmsResponder, check_lane
from tocsin.charter.loading import load_charter
from tocsin.privacy.vault import Vault
from tocsin.runtime import logs
from tocsin.runtime.clock import ServiceClock
from tocsin.runtime.stop_signals import stop_event_on_signals
from tocsin.tracing.outbound.smpp_accounts import load_accounts
from tocsin.verdict.institution_choice import DEFAULT


async def run_answer_service(
    url: str | None,
    lane: str,
    clock: ServiceClock,
    *,
    ready: Callable[[], None] = lambda: None,
    charter: str = DEFAULT,
) -> Counter[str]:
    """Answer what is forwarded to a lane until SIGTERM; what became of it.

    Raises LaneBlocked, BadSetting, KeyError.
    """
    logs.set_up_logging()
    vault, rules = Vault.load(serves=True), load_charter(charter)
    check_lane(rules, lane, clock.now())
    responder = SmsResponder(rules, vault, lane, answer_ceilings.ceilings_from_environment())
    line = build_answer_worker(url, responder, vault, load_accounts()[lane], clock)
    await line.run_until_stopped(stop_event_on_signals(), ready)
    return line.counts
