"""A gateway as a process, on the clock of the test: ``python -m tests.faults.gateway NAME LANE``."""

import sys

from tests.faults.shared import SharedClock, die_with_parent
from tocsin.privacy.vault import Vault
from tocsin.runtime import logs
from tocsin.store import database
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.process import run_process
from tocsin.tracing.outbound.smpp_accounts import load_accounts

POLICY = GatewayPolicy(poll_every=0.05, renew_every=0.2, settle_every=0.2, retry_first=0.05, retry_most=0.5)
"""Spans of the service as they are; it only looks more often, so that no test waits."""

if __name__ == "__main__":
    die_with_parent()
    logs.set_up_logging()
    name, lane = sys.argv[1:]
    clock = SharedClock.of_environment()
    run_process(
        database.read_store_url(),
        Vault.load(),
        load_accounts()[lane],
        lane,
        clock=clock,
        policy=POLICY,
        name=name,
    )
