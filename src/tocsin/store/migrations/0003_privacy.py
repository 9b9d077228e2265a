"""What erasure needs: where it has been, an index that can be emptied, and a way to the days that are over.

The indexes by day are of blocks (BRIN): rows come in by the day, so they cost next to nothing, and a purge
reads only the blocks of its days.
"""

from django.db import migrations, models

BY_DAY = ("message", "heard", "contact", "person", "phone", "attempt")


class Migration(migrations.Migration):
    dependencies = [("tracing", "0002_storage")]

    operations = [
        migrations.AlterField(
            model_name="result",
            name="source_index",
            field=models.BinaryField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="case",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        *(
            migrations.RunSQL(
                f"create index {name}_by_day on tracing_{name} using brin (collected_on)"
                " with (pages_per_range = 32, autosummarize = on)",
                f"drop index {name}_by_day",
            )
            for name in BY_DAY
        ),
    ]
