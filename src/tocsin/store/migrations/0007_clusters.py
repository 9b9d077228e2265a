"""Clusters: gatherings that a human said are one event or one place."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds ``tracing_cluster``, and to a gathering its cluster."""

    dependencies = (("tracing", "0006_kept_load"),)
    operations = (
        migrations.CreateModel(
            name="Cluster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("collected_on", models.DateField()),
                ("named_at", models.DateTimeField()),
                ("named_by", models.CharField(max_length=64)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="gathering",
            name="cluster",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="gatherings",
                to="tracing.cluster",
            ),
        ),
        migrations.AddIndex(
            model_name="gathering",
            index=models.Index(fields=["collected_on"], name="gathering_collected"),
        ),
    )
