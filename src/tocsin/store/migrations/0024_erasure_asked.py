"""An erasure says who asked for it, where it was not by age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0023_changes_say_given"),)
    operations = (migrations.AddField("erasure", "asked", models.JSONField(db_default={}, default=dict)),)
