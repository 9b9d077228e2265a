"""Contacts by deadline, for the sweep that makes calls of those who do not answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracing", "0003_privacy")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(
                    ("answered_at", None), ("became_case", None), ("closed_at", None), ("same_as", None)
                ),
                fields=["deadline"],
                name="contact_open",
            ),
        )
    ]
