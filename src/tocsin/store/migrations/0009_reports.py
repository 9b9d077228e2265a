"""Reports of doubtful messages, and the campaigns that they are."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``tracing_report``, ``tracing_campaign`` and what belongs to them; no table that stands is touched."""

    dependencies = (("tracing", "0008_person_died"),)

    operations = (
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(db_default="new", default="new", max_length=10)),
                ("state_at", models.DateTimeField(null=True)),
                ("state_by", models.CharField(db_default="", default="", max_length=64)),
                ("sample", models.TextField(db_default="", default="")),
                ("began_at", models.DateTimeField()),
                (
                    "became",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to="tracing.campaign"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CampaignStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=16)),
                ("moves", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(db_default="", default="", max_length=64)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="tracing.campaign",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tracing.campaign",
                    ),
                ),
            ],
            options={
                "db_table": "tracing_campaignstep",
            },
        ),
        migrations.CreateModel(
            name="CampaignText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                (
                    "bands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("level", models.CharField(max_length=10)),
                ("vouched_at", models.DateTimeField(null=True)),
                ("label", models.CharField(db_default="", default="", max_length=10)),
                ("labelled_by", models.CharField(db_default="", default="", max_length=64)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variants",
                        to="tracing.campaign",
                    ),
                ),
            ],
            options={
                "db_table": "tracing_campaigntext",
            },
        ),
        migrations.CreateModel(
            name="CampaignDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("reports", models.IntegerField()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="tracing.campaigntext",
                    ),
                ),
            ],
            options={
                "db_table": "tracing_campaignday",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reported_on", models.DateField()),
                ("day", models.DateField()),
                ("origin", models.CharField(max_length=8)),
                ("channel", models.CharField(max_length=16)),
                ("text", models.TextField()),
                ("text_key", models.CharField(max_length=32)),
                ("sender", models.TextField()),
                ("level", models.CharField(max_length=10)),
                (
                    "claims",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "clauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "hosts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "numbers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("region", models.CharField(db_default="", default="", max_length=3)),
                ("digest", models.BinaryField()),
                (
                    "variant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="tracing.campaigntext",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AbuseReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=9)),
                ("target", models.TextField()),
                ("addressee", models.TextField(db_default="", default="")),
                ("state", models.CharField(max_length=8)),
                ("prepared_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("down_at", models.DateTimeField(null=True)),
                ("by", models.CharField(max_length=64)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="abuse_reports",
                        to="tracing.campaign",
                    ),
                ),
            ],
            options={
                "db_table": "tracing_abusereport",
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "kind", "target"), name="abusereport_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tracing.campaign"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tracing.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "tracing_campaignapart",
                "constraints": [models.UniqueConstraint(fields=("one", "other"), name="campaignapart_once")],
            },
        ),
        migrations.AddIndex(
            model_name="campaigntext",
            index=django.contrib.postgres.indexes.GinIndex(fields=["bands"], name="campaigntext_bands"),
        ),
        migrations.AddIndex(
            model_name="campaigntext",
            index=django.contrib.postgres.indexes.GinIndex(fields=["marks"], name="campaigntext_marks"),
        ),
        migrations.AddConstraint(
            model_name="campaignday",
            constraint=models.UniqueConstraint(fields=("variant", "day"), name="campaignday_once"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("variant", None), _negated=True),
                fields=["text_key"],
                name="report_text_key",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(condition=models.Q(("variant", None)), fields=["id"], name="report_waiting"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["reported_on"], name="report_reported_on"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("digest",), name="report_receipt"),
        ),
    )
