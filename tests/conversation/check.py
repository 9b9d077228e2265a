"""What must be true of every step, whatever was written."""

import re

import msgspec

from tocsin.conversation.flow.schema import list_flow_templates
from tocsin.conversation.flow.text_variables import list_variables
from tocsin.conversation.quiet_hours import to_local_time
from tocsin.conversation.script_player import PATIENCE
from tocsin.conversation.session import SendSms
from tocsin.message import gsm7

A_CODE = "K7QF-2M9D"
ANSWERS_TO_DANGER = {"common.emergency", "common.distress"}
SECRETS = (
    "2 69 05 49 588 157 80",
    "269054958815780",
    "4970 1012 3456 7893",
    "4970101234567893",
    "FR14 2004 1010 0505 0001 3M02 606",
    "fr1420041010050500013m02606",
)
"""Made up; the keys fit."""


def speaks_well(send):
    """A text is GSM-7, takes three parts at most, and has one place to fill: the code."""
    text = send.text.replace("{code}", A_CODE)
    assert list_variables(send.text) == ("code",), send.text
    assert gsm7.fits_gsm7(text), text
    assert gsm7.measure_sms_cost(text).parts <= 3, text
    assert send.text.startswith("Assurance Maladie")


def respects_the_night(send, session, flow):
    """Only an answer is sent at night; a first notice until 22 h."""
    first = {template.id for template in list_flow_templates(flow) if template.first_notice}
    until = 22 if send.template in first else 20
    assert send.reply or 8 <= to_local_time(send.not_before, session.zone).hour < until, send


def tells_no_secret(written, *records):
    """Nothing that was masked is left anywhere."""
    kept = _squeezed(b"".join(msgspec.json.encode(record) for record in records).decode())
    for secret in SECRETS:
        if _squeezed(secret) in _squeezed(written):
            assert _squeezed(secret) not in kept


def _squeezed(text):
    return re.sub(r"[\W_]", "", text).upper()


def respects_stop(was_stopped, actions):
    """After STOP only danger is answered."""
    if was_stopped:
        sent = {action.template for action in actions if isinstance(action, SendSms)}
        assert sent <= ANSWERS_TO_DANGER


def ends(due, tick, now):
    """Let time pass to the end; it must come within ``PATIENCE``."""
    last = now + PATIENCE
    while (at := due()) is not None:
        assert at <= last, "it goes on after 60 days"
        tick(max(at, now))
