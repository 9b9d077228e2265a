"""What is noted of a file for epidemiology, and the outcome of its follow-up day by day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``tracing_epidetail`` and ``tracing_followupday``."""

    dependencies = (("tracing", "0002_no_prefix_indexes"),)
    operations = (
        migrations.CreateModel(
            name="EpidemiologicalDetail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("collected_on", models.DateField()),
                ("exposure_setting", models.CharField(db_default="", default="", max_length=16)),
                ("vulnerable", models.BooleanField(null=True)),
                ("care_worker", models.BooleanField(null=True)),
                ("hospitalised", models.BooleanField(null=True)),
                ("hospital_on", models.DateField(null=True)),
                ("hospital_left_on", models.DateField(null=True)),
                ("died_on", models.DateField(null=True)),
                ("death_noted_at", models.DateTimeField(null=True)),
                ("death_noted_by", models.CharField(db_default="", default="", max_length=64)),
                ("email", models.BinaryField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="epidemiology",
                        to="tracing.case",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="epidemiology",
                        to="tracing.contact",
                    ),
                ),
            ],
            options={
                "db_table": "tracing_epidetail",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", True), ("contact__isnull", True), _connector="XOR"
                        ),
                        name="epidetail_of_one_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("outcome", models.CharField(max_length=16)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=64)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_up_days",
                        to="tracing.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_up_days",
                        to="tracing.contact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "contact", "day"), name="followupday_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", True), ("contact__isnull", True), _connector="XOR"
                        ),
                        name="followupday_of_one_file",
                    ),
                ],
            },
        ),
    )
