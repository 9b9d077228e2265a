"""A worker that is ready: what a first request would wait for is read before."""

import gc

from tocsin.charter.load import available
from tocsin.message.read import Row
from tocsin.tracing.clock import from_environment
from tocsin.web.api.api import Api
from tocsin.web.api.request import LANGUAGES

GARBAGE = 50_000
"""Objects after which cycles are looked for: a check makes none."""


def warmed() -> Api:
    """The API by its environment, with the charters and their tables in memory."""
    api = Api(clock=from_environment())
    now = api.clock.now()
    for institution in available():
        for lang in LANGUAGES:
            api.judges.judge(institution, lang, now).answer(
                Row(text="AMELI : payez 0,99 euro", channel="sms")
            )
    gc.collect()
    gc.freeze()  # the tables stay: the collector need not look at them again
    gc.set_threshold(GARBAGE)
    return api
