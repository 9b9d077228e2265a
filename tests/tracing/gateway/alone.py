"""A gateway in a process of its own, as ``python alone.py URL PORT WINDOW TIME [NAME]``: to be killed."""

import sys
from datetime import datetime

from tocsin.sms.account import Account
from tocsin.tracing.gateway.policy import Policy
from tocsin.tracing.gateway.process import main
from tocsin.tracing.vault import Vault


class Fixed:
    """A clock that stands."""

    def __init__(self, at):
        self._at = datetime.fromisoformat(at)

    def now(self):
        return self._at


if __name__ == "__main__":
    url, port, window, at, name = sys.argv[1:]
    account = Account(
        host="127.0.0.1", port=int(port), system_id="tocsin", password="secret", window=int(window),
        rate=100_000.0, burst=10_000, retry_first=0.01, retry_most=0.05, patience=0.05,
    )  # fmt: skip
    policy = Policy(told=60.0, poll=0.01, tend=0.02, sweep=0.02, retry_first=0.01, retry_most=0.05)
    clock, vault = Fixed(at), Vault.for_tests()
    day = clock.now().date()
    vault.index("number", "", day)  # the keys of the test are drawn in the order in which it needs them
    vault.prepare(day)
    main(url, vault, account, "38663", clock=clock, policy=policy, name=name)
