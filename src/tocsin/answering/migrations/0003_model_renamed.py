"""A name within Django, which knows no models any more: the database was not touched, and is not."""

from django.db import migrations


class Migration(migrations.Migration):
    """Stands where stores have it."""

    dependencies = (("reception", "0002_answer_ceilings"),)
    operations = ()
