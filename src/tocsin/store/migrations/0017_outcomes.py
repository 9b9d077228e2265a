"""What was asked in a call, how things stood before it, and for whom an interpreter is needed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0016_lease_length"),)
    operations = (
        migrations.AddField("attempt", "identity_confirmed", models.BooleanField(null=True)),
        migrations.AddField("attempt", "instructions_given", models.BooleanField(null=True)),
        migrations.AddField("attempt", "before", models.JSONField(null=True)),
        migrations.AddField("attempt", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "attempt", "undone_by", models.CharField(db_default="", default="", max_length=64)
        ),
        migrations.AddField(
            "person", "interpreter", models.CharField(db_default="", default="", max_length=5)
        ),
    )
