"""The load of a département beside its forecast."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``load`` and ``load_at`` to ``tracing_outlook``."""

    dependencies = (("tracing", "0005_lean_rows"),)
    operations = (
        migrations.AddField(
            model_name="outlook",
            name="load",
            field=models.TextField(db_default=""),
        ),
        migrations.AddField(model_name="outlook", name="load_at", field=models.DateTimeField(null=True)),
    )
