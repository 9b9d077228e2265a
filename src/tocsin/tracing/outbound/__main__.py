"""One gateway as a process: ``python -m tocsin.tracing.outbound NAME LANE``; SIGTERM ends it cleanly."""

import sys

from tocsin.privacy.vault import Vault
from tocsin.runtime import clock, garbage_collection
from tocsin.store import database
from tocsin.tracing.outbound.process import run_process
from tocsin.tracing.outbound.smpp_accounts import load_accounts

if __name__ == "__main__":
    name, lane = sys.argv[1:3]
    vault, account = Vault.load(serves=True), load_accounts()[lane]
    garbage_collection.freeze_gc()
    run_process(
        database.read_store_url(), vault, account, lane, clock=clock.read_clock_from_environment(), name=name
    )
