"""Keys of the API, the secrets of days, and the webhooks that were heard.

One in the place of the steps that led there: a store that took them all takes this one as done.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


def number_rows() -> "models.BigAutoField[int, int]":
    """The key of every table."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    replaces = [("api", "0001_initial"), ("api", "0002_one_limiter")]
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", number_rows()),
                ("name", models.CharField(max_length=64, unique=True)),
                ("digest", models.BinaryField(unique=True)),
                ("scopes", ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ("per_minute", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DaySecret",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("secret", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="HeardCall",
            fields=[
                ("id", number_rows()),
                ("account", models.CharField(max_length=32)),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "digest"), name="api_heard_once")],
            },
        ),
    ]
