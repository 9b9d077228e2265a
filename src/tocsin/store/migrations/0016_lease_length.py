"""Since when an agent has a call: a lease is as long as its holder's, whoever asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0015_rewording"),)
    operations = (migrations.AddField("calltask", "leased_at", models.DateTimeField(null=True)),)
