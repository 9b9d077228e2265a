"""Calls lent, quarantine by territory, the last forecast, and numbers on which somebody asks who is there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracing", "0012_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lent",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="tracing.calltask",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lender", models.CharField(max_length=3)),
                ("borrower", models.CharField(max_length=3)),
                ("tasks", models.IntegerField(null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Outlook",
            fields=[
                ("territory", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("situation", models.TextField()),
                ("forecast", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="quarantine",
            name="territory",
            field=models.CharField(db_default="", default="", max_length=3),
        ),
        migrations.AddField(
            model_name="quarantine",
            name="why",
            field=models.CharField(db_default="", default="", max_length=24),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("what", "namesake")), fields=["at"], name="change_namesake"
            ),
        ),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(fields=["ends_at"], name="loan_end"),
        ),
        migrations.AddField(
            model_name="lent",
            name="loan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tracing.loan"),
        ),
    ]
