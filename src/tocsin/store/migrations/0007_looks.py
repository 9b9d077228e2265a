"""Indexes for what is looked at again and again in a store of half a million cases.

The calls that agents hold are few among all that are open, and calls made and SMS sent in a period few among
those of three months. That of messages is of blocks (BRIN): they come in by the moment, and it costs a
message next to nothing.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0006_lean_indexes"),)
    operations = (
        migrations.AddIndex(
            model_name="calltask",
            index=models.Index(
                fields=["leased_until", "leased_by"],
                condition=models.Q(done_at=None, leased_until__isnull=False),
                name="call_held",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(fields=["at"], name="attempt_at"),
        ),
        migrations.RunSQL(
            "create index message_by_issue on tracing_message using brin (issued_at)"
            " with (pages_per_range = 32, autosummarize = on)",
            "drop index message_by_issue",
        ),
    )
