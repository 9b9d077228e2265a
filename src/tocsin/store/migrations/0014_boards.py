from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracing", "0013_supervision"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("disease", models.CharField(max_length=16)),
                ("territory", models.CharField(default="", max_length=3)),
                ("at", models.DateTimeField()),
                ("document", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "disease", "territory"), name="board_once")
                ],
            },
        ),
    ]
