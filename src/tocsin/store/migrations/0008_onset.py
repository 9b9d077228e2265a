"""The first day of symptoms, which an agent may learn: isolation is counted from it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0007_looks"),)
    operations = (migrations.AddField("case", "onset_on", models.DateField(null=True)),)
