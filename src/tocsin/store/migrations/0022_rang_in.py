"""A call that the person made to us is told from one that we made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0021_unexplained_replies"),)
    operations = (
        migrations.AddField("attempt", "incoming", models.BooleanField(default=False, db_default=False)),
    )
