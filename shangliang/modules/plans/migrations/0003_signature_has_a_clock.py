"""A signature is asked for, has a clock and a desk of its own. What was signed before stays signed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery


def signed_before(apps, schema_editor):
    Signature, Plan = apps.get_model("plans", "Signature"), apps.get_model("plans", "Plan")
    plan = Plan.objects.filter(pk=OuterRef("plan_id"))
    Signature.objects.update(
        root=Subquery(plan.values("root")[:1]), title=Subquery(plan.values("title")[:1]),
        state="signed", entered_at=F("at"),
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0001_first"),
        ("plans", "0002_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveConstraint("signature", "signature_once"),
        migrations.RenameField("signature", "office", "unit"),
        migrations.AddField("signature", "title", models.CharField(default="", editable=False, max_length=120), preserve_default=False),
        migrations.AddField("signature", "root", models.CharField(db_index=True, default="", editable=False, max_length=4), preserve_default=False),
        migrations.AddField("signature", "state", models.CharField(default="signed", editable=False, max_length=40), preserve_default=False),
        migrations.AddField("signature", "version", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("signature", "entered_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("signature", "due_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("signature", "clock_of", models.CharField(blank=True, editable=False, max_length=40)),
        migrations.AddField("signature", "clock_from", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("signature", "clock_at", models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
        migrations.AddField("signature", "clock_step", models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.RunPython(signed_before, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("signature", "entered_at", models.DateTimeField(editable=False)),
        migrations.AlterField("signature", "at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            "signature", "person",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            "signature",
            models.UniqueConstraint(condition=~Q(state="void"), fields=("plan", "unit"), name="signature_once"),
        ),
        migrations.AddConstraint(
            "signature",
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(person__isnull=False, at__isnull=False), name="signed_by_somebody"
            ),
        ),
    ]  # fmt: skip
