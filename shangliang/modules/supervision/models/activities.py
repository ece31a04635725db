"""Teams, and what they did: trainings, talks, visits, symposia, papers read, progress told, discussions."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import StoredFile
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.supervision.models.supervisions import Supervised, Supervision


class Team(models.Model):
    """监督小组：a leader and members; parties, federations and people's bodies may work with it."""

    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="teams")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("小组"), max_length=60)
    task = models.CharField(_("分工"), max_length=200, blank=True)
    partners = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("联合单位"))

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "order"], name="team_order"),
            models.UniqueConstraint(fields=["supervision", "name"], name="team_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def members(self) -> list[TeamMember]:
        """Its people, the leader first, as they were fetched with it."""
        return list(self.people.all())

    @property
    def beside(self) -> list[Unit]:
        """The bodies that work with it, as they were fetched with it."""
        return list(self.partners.all())


class TeamMember(models.Model):
    """组长或组员. Somebody works in one team of a supervision."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="people")
    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="+")  # the team's
    person = models.ForeignKey(Person, models.PROTECT, related_name="supervision_teams")
    leader = models.BooleanField(_("组长"), default=False)

    class Meta:
        ordering = ["-leader", "person__sound"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "person"], name="team_member_once"),
            models.UniqueConstraint(fields=["team"], condition=Q(leader=True), name="team_leader_once"),
        ]

    def __str__(self) -> str:
        return self.person.name


class Activity(models.Model):
    """监督活动: one record, never changed; the gates rest on it."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("培训")
        TALK = "talk", _("督查前沟通")
        VISIT = "visit", _("实地走访")
        SYMPOSIUM = "symposium", _("座谈")
        PAPERS = "papers", _("查阅资料")
        INFORM = "inform", _("通报进展")
        DISCUSSION = "discussion", _("集体研讨")

    # 督查: what only may follow a talk with that department.
    INSPECTING = (Kind.VISIT, Kind.SYMPOSIUM, Kind.PAPERS)
    WITH_A_DEPARTMENT = (Kind.TALK, Kind.INFORM)

    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="activities")
    kind = models.CharField(_("形式"), max_length=10, choices=Kind.choices)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="activities")
    supervised = models.ForeignKey(
        Supervised, models.PROTECT, null=True, blank=True, related_name="activities"
    )
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    text = models.TextField(_("记录"))
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="activity_at_a_department",
                condition=~Q(kind__in=["talk", "inform"]) | Q(supervised__isnull=False),
            ),
            models.CheckConstraint(name="activity_has_record", condition=~Q(text="") & ~Q(place="")),
        ]
        indexes = [models.Index(fields=["supervision", "kind"], name="activity_of")]
        triggers = [pgtrigger.Protect(name="activity_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def names(self) -> list[str]:
        """Who was there, as they were fetched with it."""
        return [p.person.name for p in self.present.all()]

    @property
    def papers(self) -> list[ActivityFile]:
        """Photographs and papers, as they were fetched with it."""
        return list(self.files.all())

    def get_absolute_url(self) -> str:
        return links.to("supervision:supervision", self.supervision_id) + f"#activity-{self.pk}"


class Presence(models.Model):
    """签到：who was there."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="present")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["person__sound"]
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="presence_once")]

    def __str__(self) -> str:
        return self.person.name


class ActivityFile(models.Model):
    """照片、材料 of an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.file.name
