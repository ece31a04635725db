from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.handling.models.dispatches import Assignment
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Promise(Staged):
    """承诺：what a department said it will do, by when; kept only with evidence."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="promises")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="promises")
    text = models.CharField(_("承诺事项"), max_length=300)
    due_on = models.DateField(_("兑现日期"))
    first_due_on = models.DateField(editable=False)  # slippage is measured from here
    reopened = models.PositiveSmallIntegerField(default=0, editable=False)  # found untrue after it was kept

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="promise_desk")]

    def __str__(self) -> str:
        return self.text

    @property
    def proofs(self) -> list[Evidence]:
        """What shows that it was kept, oldest first, as it was fetched with it."""
        return list(self.evidence.all())

    def get_absolute_url(self) -> str:
        return links.to("handling:assignment", self.assignment_id) + f"#promise-{self.pk}"


class Milestone(Staged):
    """节点：one step on the way to a promise, with its own day."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="milestones")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.CharField(_("节点"), max_length=200)
    due_on = models.DateField(_("完成日期"))
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="milestone_done_on", condition=~Q(state="reached") | Q(done_on__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.promise.get_absolute_url()


class Evidence(models.Model):
    """佐证：what shows that a promise was kept: a document, a photograph, or somebody who went and looked."""

    class Kind(models.TextChoices):
        FILE = "file", _("文件")
        PHOTO = "photo", _("照片")
        VISIT = "visit", _("现场查看")

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="evidence")
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices, default=Kind.FILE)
    text = models.TextField(_("说明"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    visited_on = models.DateField(_("查看日期"), null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_has_day", condition=~Q(kind="visit") | Q(visited_on__isnull=False)
            ),
            models.CheckConstraint(name="photo_has_file", condition=~Q(kind="photo") | Q(file__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text[:60]
