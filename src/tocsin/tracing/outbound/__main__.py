"""One gateway as a process: ``python -m tocsin.tracing.outbound NAME LANE``; SIGTERM ends it cleanly."""

import sys

from tocsin.privacy.vault import Vault
from tocsin.runtime import clock, garbage_collection
from tocsin.store import database
from tocsin.tracing.outbound.process import run_process
from tocsin.tracing.outbound.rcs_lane import load_rcs_accounts
from tocsin.tracing.outbound.smpp_accounts import load_accounts

if __name__ == "__main__":
    name, lane = sys.argv[1:3]
    vault, account, rcs = Vault.load(serves=True), load_accounts()[lane], load_rcs_accounts().get(lane)
    garbage_collection.freeze_gc()
    now = clock.read_clock_from_environment()
    run_process(database.read_store_url(), vault, account, lane, clock=now, name=name, rcs=rcs)
