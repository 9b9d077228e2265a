"""How hot tables are stored: room for updates in place, vacuum early, and one row for each shard."""

from django.db import migrations

FILL = {
    "message": 80,
    "phone": 80,
    "case": 85,
    "contact": 85,
    "outbox": 70,
    "timer": 70,
}
"""Percent of a page that inserts use: what is left takes the next version of a row on the same page (HOT)."""
QUEUES = ("outbox", "inbox", "timer", "part")
"""Tables that turn over: their rows die within minutes."""
VACUUM = {
    "autovacuum_vacuum_scale_factor": "0.01",
    "autovacuum_vacuum_threshold": "1000",
    "autovacuum_analyze_scale_factor": "0.05",
    "autovacuum_vacuum_cost_delay": "0",
}
SHARDS = 256


def _set(table: str, settings: dict[str, str]) -> migrations.RunSQL:
    given = ", ".join(f"{name} = {value}" for name, value in settings.items())
    return migrations.RunSQL(
        f"alter table tracing_{table} set ({given})",
        f"alter table tracing_{table} reset ({', '.join(settings)})",
    )


class Migration(migrations.Migration):
    dependencies = (("tracing", "0001_initial"),)
    operations = (
        *(_set(table, {"fillfactor": str(percent)}) for table, percent in FILL.items()),
        *(_set(table, VACUUM) for table in QUEUES),
        migrations.RunSQL(
            f"insert into tracing_shardlease (shard) select generate_series(0, {SHARDS - 1})"
            " on conflict do nothing",
            "delete from tracing_shardlease",
        ),
    )
