"""Files that were joined or parted by hand, and what it took: so that it can be undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0011_names"),)
    operations = (
        migrations.AddField("person", "merged_into_id", models.BigIntegerField(null=True)),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("kept_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField()),
                ("moves", models.JSONField()),
                ("why", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(default="", max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kept_id"], name="correction_kept"),
                    models.Index(fields=["other_id"], name="correction_other"),
                ],
            },
        ),
    )
