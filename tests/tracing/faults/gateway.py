"""A gateway as a process, on the clock of the test: ``python -m tests.tracing.faults.gateway NAME LANE``."""

import sys

from tests.tracing.faults.shared import SharedClock, die_with_parent
from tocsin.tracing import db, logs
from tocsin.tracing.gateway.accounts import accounts
from tocsin.tracing.gateway.policy import Policy
from tocsin.tracing.gateway.process import main
from tocsin.tracing.vault import Vault

POLICY = Policy(poll=0.05, tend=0.2, sweep=0.2, retry_first=0.05, retry_most=0.5)
"""Spans of the service as they are; it only looks more often, so that no test waits."""

if __name__ == "__main__":
    die_with_parent()
    logs.set_up()
    name, lane = sys.argv[1:]
    clock = SharedClock.of_environment()
    main(db.url(), Vault.load(), accounts()[lane], lane, clock=clock, policy=POLICY, name=name)
