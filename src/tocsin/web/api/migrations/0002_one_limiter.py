from django.db import migrations


class Migration(migrations.Migration):
    """Counts stand in ``tracing_pageuse``, with those of pages. The table is left to workers of the version
    before, which still count in it; a later version drops it."""

    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Allowance")]),
    ]
