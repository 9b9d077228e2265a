"""People are found by their name at the desk, by a blind index; those of before get theirs with the next move
of the indexes (``tocsin keys rotate --index``), or with their next result."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("tracing", "0010_page_limits"),)
    operations = (
        migrations.AddField("person", "name_index", models.BinaryField(null=True)),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["name_index"], condition=models.Q(("name_index__isnull", False)), name="person_name"
            ),
        ),
    )
