"""A worker that is ready: what a first request would wait for is read before."""

import gc

from tocsin.charter.loading import list_charter_names
from tocsin.message.message_reader import MessageRow
from tocsin.runtime.clock import read_clock_from_environment
from tocsin.web.api.application import ApiApplication
from tocsin.web.api.request import LANGUAGES

GARBAGE = 50_000
"""Objects after which cycles are looked for: a check makes none."""


def create_warm_api() -> ApiApplication:
    """The API by its environment, with the charters and their tables in memory."""
    api = ApiApplication(clock=read_clock_from_environment())
    now = api.clock.now()
    for institution in list_charter_names():
        for lang in LANGUAGES:
            api.judges.judge_for(institution, lang, now).answer_row(
                MessageRow(text="AMELI : payez 0,99 euro", channel="sms")
            )
    gc.collect()
    gc.freeze()  # the tables stay: the collector need not look at them again
    gc.set_threshold(GARBAGE)
    return api
