"""A gateway in a process of its own, as ``python alone.py URL PORT WINDOW TIME [NAME]``: to be killed."""

import sys
from datetime import datetime

from tocsin.privacy.vault import Vault
from tocsin.sms.smpp_account import SmppAccount
from tocsin.tracing.outbound.lease_policy import GatewayPolicy
from tocsin.tracing.outbound.process import run_process


class Fixed:
    """A clock that stands."""

    def __init__(self, at):
        self._at = datetime.fromisoformat(at)

    def now(self):
        return self._at


if __name__ == "__main__":
    url, port, window, at, name = sys.argv[1:]
    account = SmppAccount(
        host="127.0.0.1", port=int(port), system_id="tocsin", password="secret", window=int(window),
        rate=100_000.0, burst=10_000, retry_first=0.01, retry_most=0.05, patience=0.05,
    )  # fmt: skip
    policy = GatewayPolicy(
        confirm_for=60.0,
        poll_every=0.01,
        renew_every=0.02,
        settle_every=0.02,
        retry_first=0.01,
        retry_most=0.05,
    )
    clock, vault = Fixed(at), Vault.for_tests()
    day = clock.now().date()
    vault.index("number", "", day)  # the keys of the test are drawn in the order in which it needs them
    vault.prepare_days(day)
    run_process(url, vault, account, "38663", clock=clock, policy=policy, name=name)
