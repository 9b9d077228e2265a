"""How the embedded server is set: for a machine that it shares with the engines, and to lose nothing."""

import os
from typing import Final

_MEGABYTE = 1 << 20
_FIXED: Final = {
    # A message that was told to be safe is on the disk: the register and the 24 hours rest on it.
    "synchronous_commit": "on",
    # More makes a day a little faster, and recovery after a crash several times longer.
    "max_wal_size": "2GB",
    "min_wal_size": "512MB",
    "checkpoint_timeout": "10min",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "random_page_cost": "1.1",
    # The queues turn over in seconds: what is dead in them must not pile up for a minute.
    "autovacuum_naptime": "15s",
    "autovacuum_vacuum_cost_limit": "2000",
    # Shared memory is 64 MB in many containers, and a query that wants more of it for its helpers fails.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    # A worker that hangs in the middle of a transaction would hold its locks and hold back the vacuum.
    "idle_in_transaction_session_timeout": "10min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements, their parameters and the details of an error ("Key (...) already exists") can be personal.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}


def tuned_settings() -> dict[str, str]:
    """Settings of PostgreSQL, by name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    return {
        **_FIXED,
        "shared_buffers": f"{min(1024, max(64, memory // 16))}MB",
        "effective_cache_size": f"{max(256, memory // 3)}MB",
    }
