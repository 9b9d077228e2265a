"""People and phones: neither is the other."""

from django.db import models


class Person(models.Model):
    """Somebody: known by a result, or named by somebody else."""

    sealed = models.BinaryField(null=True)
    """``tocsin.privacy.encrypted_payloads.PersonDetails`` as JSON: names, birth date, sex."""
    identity_index = models.BinaryField(null=True, unique=True)
    """Of the folded names and the birth date; null where they are not all known."""
    name_index = models.BinaryField(null=True)
    """Of ``identity.make_name_key``: by it an agent finds somebody who gives a name; many people may share
    one."""
    collected_on = models.DateField()
    """Day of the last collection: the three months run from it, and its key seals the row."""
    age_band = models.CharField(max_length=8, default="")
    """``0-11``, ``12-17``, ``18-39``, ``40-64``, ``65-79``, ``80+``; empty where not known."""
    territory = models.CharField(max_length=3, default="")
    """Code of the département; empty where not known."""
    lang = models.CharField(max_length=2, default="fr")
    interpreter = models.CharField(max_length=5, default="", db_default="")
    """ISO 639 code of the language for which an interpreter is needed on the telephone; empty: none is."""
    guardian = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="wards")
    """Who is written to and rung in the name of a minor."""
    died = models.BooleanField(default=False, db_default=False)
    """A death was noted in one of their files (``EpidemiologicalDetail``): no SMS is sent to them."""
    merged_into_id = models.BigIntegerField(null=True)
    """The person that this one turned out to be: their files stand there; see ``Correction``."""
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("name_index",), condition=models.Q(name_index__isnull=False), name="person_name"
            ),
        )


class Phone(models.Model):
    """A number, and the conversations on it."""

    sealed = models.BinaryField(null=True)
    """The number, E.164."""
    number_index = models.BinaryField(null=True, unique=True)
    shard = models.SmallIntegerField()
    """Which engine it belongs to: drawn from its index when the row is made, and never changed."""
    kind = models.CharField(max_length=10)
    """``mobile``, ``landline``, ``foreign`` or ``other``: SMS go to mobiles only."""
    zone = models.CharField(max_length=32, default="Europe/Paris")
    collected_on = models.DateField()
    thread = models.BinaryField(null=True)
    """``tocsin.conversation.phone_thread.PhoneThread`` as JSON, sealed; null before the first SMS."""
    erased_at = models.DateTimeField(null=True)


class PhoneTimer(models.Model):
    """When an engine looks at a phone by itself: when something is due on it, or earlier."""

    phone = models.OneToOneField(Phone, primary_key=True, on_delete=models.CASCADE, db_constraint=False)
    shard = models.SmallIntegerField()
    due = models.DateTimeField()

    class Meta:
        db_table = "tracing_timer"
        indexes = (models.Index(fields=("shard", "due"), name="timer_due"),)


class Holding(models.Model):
    """A person has a phone, perhaps with others, perhaps for a time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """When the number was seen to have changed hands; null while it holds."""
    why = models.CharField(max_length=16)
    """``result``, ``named``, ``agent``; the end has its row in ``Change``."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "phone"), condition=models.Q(until=None), name="holding_once"
            ),
        )
