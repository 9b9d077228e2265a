"""The store: what a row means, in the order in which a person meets it.

Every column named ``sealed`` is a personal datum under AES-GCM, null once erased; ``*_index`` is the blind
index by which it is found. Moments are in UTC. The stream (messages, queues) has no foreign keys that the
database checks: they would double what a message costs, and its rows are written by one statement.
"""

from tocsin.store.models import calls, cases, epidemiology, people, records, reports, results, stream, wording

__all__ = ["calls", "cases", "epidemiology", "people", "records", "reports", "results", "stream", "wording"]
