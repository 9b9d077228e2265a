"""The end of ``tocsin db restore``, and ``tocsin db resume``: a store of an earlier moment is made ready."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path

from tocsin.cli import status
from tocsin.cli.service.keys import by
from tocsin.tracing import clock, db, keyfile, ledger, resume
from tocsin.tracing.erasure import Erasing, StillWritten
from tocsin.tracing.keyfile import KeysDamaged, KeysExposed, NoKeys
from tocsin.tracing.vault import Vault


def resumed(url: str, since: datetime, keys: Path | None) -> int:
    """Make a store ready that was brought back from a moment; 1 where its keys are not here."""
    now = clock.from_environment().now()
    try:
        vault = Vault.load(keys)
    except (NoKeys, KeysExposed, KeysDamaged) as error:
        there = keys or keyfile.default()
        print(f"! {there}: no keys of this store are here" if isinstance(error, NoKeys) else f"! {error}")
        print(
            "! Nothing may work on this store yet. Bring its keys here (new ones would not open it), then run"
            f" `tocsin db resume --since {since:%Y-%m-%dT%H:%M:%SZ}`: it flags what may have been sent since,"
            " and erases again whoever was erased since."
        )
        return 1
    try:
        with db.connect(url) as connection:
            done = resume.resume(connection, vault, since, now, by=by())
    except (ledger.Forked, Erasing, StillWritten) as error:
        raise status.Unavailable(str(error)) from None
    print(f"{done.messages:,} SMS that waited may have left since: they are flagged, and sent once more.")
    print(f"{done.files:,} open files are marked: what was said in them since is not known.")
    gone = sum(one.counts.get("people", 0) for one in done.erased)
    print(f"{done.statements} erasures were made since: {gone:,} people are erased again.")
    if lost := sum(one.counts.get("lost", 0) for one in done.erased):
        print(
            f"{lost:,} people and numbers stood under a destroyed key: their results have to come in again."
        )
    return 0


def moment(text: str) -> datetime:
    """A moment with its zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ArgumentTypeError(f"{text!r} is not a moment with its zone, such as 2027-03-01T04:00:00Z")
    return found.astimezone(UTC)
