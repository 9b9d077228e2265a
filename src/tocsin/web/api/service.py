"""What the views of one worker share: settings, store, limits, keys, judges and counts."""

import gc
import threading
from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import Final

from tocsin.locale.languages import LANGUAGES
from tocsin.message.message_reader import MessageRow
from tocsin.message_templates.doubt_counts import DoubtCounter
from tocsin.privacy.vault import Vault
from tocsin.runtime.clock import MachineClock, ServiceClock, read_clock_from_environment
from tocsin.verdict.institution_choice import DEFAULT
from tocsin.web import circulation_lookup, client_pseudonyms, rate_limits, service_keys, store_pool
from tocsin.web.api.authentication import ApiCaller, CallerAuthenticator
from tocsin.web.api.message_judges import MessageJudges, PooledRegister
from tocsin.web.api.problem import ApiProblem
from tocsin.web.api.settings import ApiSettings, read_api_settings
from tocsin.web.api.worker_metrics import WorkerMetrics
from tocsin.web.circulation_lookup import CirculationLookup
from tocsin.web.rate_limits import RateLimiter
from tocsin.web.store_pool import StorePool, StoreUnavailable
from tocsin.web.timed_cache import TimedCache
from tocsin.webhooks.verdict_counts import VerdictCounter

GARBAGE: Final = 50_000
"""Objects after which cycles are looked for: a check makes none."""


class ApiService:
    """One for a worker, shared by its threads."""

    def __init__(
        self,
        settings: ApiSettings | None = None,
        *,
        clock: ServiceClock | None = None,
        store: StorePool | None = None,
    ) -> None:
        self.settings = read_api_settings() if settings is None else settings
        self.clock = clock or MachineClock()
        of_the_pages = store is None and self.settings.store is None
        self.store = store_pool.STORE_POOL if of_the_pages else store or StorePool(self.settings.store)
        self.shelf = PooledRegister(self.store)
        circulation = circulation_lookup.OF_THE_PAGES if of_the_pages else CirculationLookup(self.store)
        self.judges = MessageJudges(self.shelf, circulation)
        self.doubts = DoubtCounter(self.store.connection, (StoreUnavailable,))
        self.verdicts = VerdictCounter(self.store.connection, (StoreUnavailable,))
        self.limits = rate_limits.RATE_LIMITER if of_the_pages else RateLimiter(self.store)
        clients = (
            client_pseudonyms.CLIENT_PSEUDONYMS
            if of_the_pages
            else client_pseudonyms.ClientPseudonyms(self.store)
        )
        self.callers = CallerAuthenticator(self.settings, self.limits, clients, self.store)
        self.metrics = WorkerMetrics()
        self.lately = TimedCache()
        self._busy: Counter[bytes] = Counter()
        self._lock = threading.Lock()
        self._tidied: datetime | None = None

    def load_vault(self) -> Vault:
        """The keys of personal data. Raises ApiProblem."""
        try:
            return service_keys.load_vault()
        except StoreUnavailable:
            raise ApiProblem("no_store", "its keys are not there") from None

    # ---- requests under way at the same time

    def take_slot(self, caller: ApiCaller) -> None:
        """Count one more request of a caller. Raises ApiProblem where too many are under way."""
        with self._lock:
            if self._busy[caller.subject] >= caller.max_concurrent:
                raise ApiProblem(
                    "at_once", f"{caller.max_concurrent} at most", headers=(("Retry-After", "1"),)
                )
            self._busy[caller.subject] += 1

    def release_slot(self, caller: ApiCaller) -> None:
        """A request of a caller has ended."""
        with self._lock:
            self._busy[caller.subject] -= 1
            if self._busy[caller.subject] <= 0:
                del self._busy[caller.subject]

    # ---- now and then

    def delete_expired_limits(self, now: datetime) -> None:
        """Once in five minutes, take out what is over."""
        if self._tidied and (now - self._tidied).total_seconds() < 300:
            return
        self._tidied = now
        with suppress(StoreUnavailable):
            self.limits.delete_expired(now)


_service: ApiService | None = None
_service_lock = threading.Lock()


def get_api_service() -> ApiService:
    """That of this worker; read and warmed up where it is not there yet. Raises BadSetting, BadWebhookAccount."""
    global _service
    with _service_lock:
        if _service is None:
            _service = ApiService(clock=read_clock_from_environment())
            _warm_up(_service)
        return _service


def _warm_up(service: ApiService) -> None:
    """Read the charters and their tables, which a first request would wait for."""
    now = service.clock.now()
    for institution in (None, DEFAULT):
        for lang in LANGUAGES:
            service.judges.judge_for(institution, lang, now).answer_row(
                MessageRow(text="AMELI : payez 0,99 euro", channel="sms")
            )
    gc.collect()
    gc.freeze()  # the tables stay: the collector need not look at them again
    gc.set_threshold(GARBAGE)
