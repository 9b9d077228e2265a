"""Who is rung first, as a supervisor chose it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0019_reached"),)
    operations = (
        migrations.CreateModel(
            name="CallOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hours", models.SmallIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
            ],
        ),
    )
