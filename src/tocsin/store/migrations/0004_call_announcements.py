"""Calls that are announced by SMS."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One new table, empty."""

    dependencies = (("tracing", "0003_epidemiological_details"),)
    operations = (
        migrations.CreateModel(
            name="CallAnnouncement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task_id", models.BigIntegerField()),
                ("announced_at", models.DateTimeField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("code", models.CharField(max_length=12)),
                ("outcome", models.CharField(default="", max_length=12)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["task_id"], name="announcement_task"),
                    models.Index(fields=["ends_at"], name="announcement_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")), fields=("task_id",), name="announced_once"
                    )
                ],
            },
        ),
    )
