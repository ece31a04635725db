"""特邀监督员: appointed for a department, a field and a time; what they report is always answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.lists.models import Invitee
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.supervision.models.findings import Finding


class SpecialSupervisor(Staged):
    """聘任：one person for one department, with a field, a term and a letter."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="special_supervisors")  # who appoints
    department = models.ForeignKey(Unit, models.PROTECT, related_name="special_supervisors_of")
    person = models.ForeignKey(Person, models.PROTECT, related_name="special_supervisor_of")
    field = models.CharField(_("监督领域"), max_length=120)
    letter_no = models.CharField(_("聘书编号"), max_length=60)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    # The department's own invitation that was accepted, where there was one.
    invitee = models.OneToOneField(
        Invitee, models.PROTECT, null=True, blank=True, related_name="special_supervisor"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="special_supervisor_forwards", condition=Q(ends_on__gt=F("starts_on"))
            ),
            models.UniqueConstraint(
                fields=["department", "person"], condition=Q(state="serving"), name="special_supervisor_once"
            ),
            models.UniqueConstraint(fields=["unit", "letter_no"], name="special_supervisor_letter"),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="special_supervisor_board")]

    def __str__(self) -> str:
        return _("%(person)s（%(unit)s特邀监督员）") % {"person": self.person, "unit": self.department}

    def get_absolute_url(self) -> str:
        return links.to("supervision:supervisor", self.pk)


class Observation(Staged):
    """监督员报告: what was seen. Answered, taken up as a finding, or filed with a reason."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(SpecialSupervisor, models.PROTECT, related_name="observations")
    seen_on = models.DateField(_("看到的日期"))
    title = models.CharField(_("标题"), max_length=120)
    text = models.TextField(_("看到的情况和建议"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("答复"), blank=True)
    answerer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    finding = models.OneToOneField(Finding, models.PROTECT, null=True, blank=True, related_name="observation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="observation_is_answered",
                condition=Q(state="handed") | (~Q(answer="") & Q(answerer__isnull=False)),
            ),
            models.CheckConstraint(
                name="observation_taken_has_finding", condition=~Q(state="taken") | Q(finding__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="observation_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("supervision:observation", self.pk)
