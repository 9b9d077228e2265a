"""The verdict on a mail as its header says it; a check that fails holds no mail up."""

import logging
from collections.abc import Callable
from typing import Final

from tocsin.answering.mail.verdict_header import NOT_CHECKED, format_verdict_header
from tocsin.runtime.logs import log_event
from tocsin.verdict.model import Verdict

Judge = Callable[[bytes], Verdict]
_log: Final = logging.getLogger("tocsin.filter")


def write_verdict(judge: Judge, raw: bytes) -> tuple[str, str]:
    """What stands in the header, and the level; ``not-checked`` for both where the check fails."""
    try:
        verdict = judge(raw)
        return format_verdict_header(verdict), verdict.level
    except Exception as error:
        log_event(_log, "check failed", level=logging.ERROR, error=type(error).__name__)
        return NOT_CHECKED, NOT_CHECKED
