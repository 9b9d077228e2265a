"""Whether a death was noted in a file of somebody: what a message is never begun to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``tracing_person.died``; the rows are not written anew."""

    dependencies = (("tracing", "0007_clusters"),)
    operations = (
        migrations.AddField("person", "died", models.BooleanField(db_default=False, default=False)),
    )
