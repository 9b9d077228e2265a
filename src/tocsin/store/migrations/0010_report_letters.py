"""To whom is written what became of a report, where they chose it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``tracing_reportletter``; no table that stands is touched."""

    dependencies = (("tracing", "0009_reports"),)
    operations = (
        migrations.CreateModel(
            name="ReportLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("collected_on", models.DateField()),
                ("lang", models.CharField(max_length=2)),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter",
                        to="tracing.report",
                    ),
                ),
            ],
            options={"db_table": "tracing_reportletter"},
        ),
    )
