"""One gateway as a process: ``python -m tocsin.tracing.gateway NAME LANE``; SIGTERM ends it cleanly."""

import sys

from tocsin.tracing import clock, db, longlived
from tocsin.tracing.gateway.accounts import accounts
from tocsin.tracing.gateway.process import main
from tocsin.tracing.vault import Vault

if __name__ == "__main__":
    name, lane = sys.argv[1:3]
    vault, account = Vault.load(serves=True), accounts()[lane]
    longlived.settle()
    main(db.url(), vault, account, lane, clock=clock.from_environment(), name=name)
