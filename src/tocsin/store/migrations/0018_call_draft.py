"""What an agent has typed of a call that is not written down yet: nothing takes it away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0017_outcomes"),)
    operations = (
        migrations.CreateModel(
            name="CallDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task_id", models.BigIntegerField(unique=True)),
                ("agent", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                ("collected_on", models.DateField()),
            ],
        ),
    )
