"""选题目录: what the Party and government, departments and people would like to see written about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.voices.models import Voice

LISTED = ["listed", "taken"]  # may be written about


class ProposalTopic(Staged):
    """选题：one matter offered to those who write proposals, from one of three sources (SYSTEMS 31)."""

    class Source(models.TextChoices):
        PARTY = "party", _("党政点题")
        DEPARTMENT = "department", _("部门荐题")
        SOCIETY = "society", _("社会征题")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposal_topics")  # whose catalogue
    year = models.PositiveSmallIntegerField(_("年度"))
    until = models.DateField(_("有效期至"))  # the end of its year
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    title = models.CharField(_("选题"), max_length=60)
    background = models.TextField(_("为什么要写"), max_length=3000)
    wanted = models.TextField(_("希望提案回答什么"), max_length=3000, blank=True)
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, related_name="+")
    offered_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    offerer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voices = models.ManyToManyField(Voice, blank=True, related_name="proposal_topics")
    reason = models.TextField(_("不列入的理由"), blank=True)
    listed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposal_topic_declined_says_why", condition=~Q(state="declined") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="proposal_topic_listed_on",
                condition=~Q(state__in=[*LISTED, "over"]) | Q(listed_on__isnull=False, field__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_topic_of_a_unit",
                condition=Q(source="society") | Q(offered_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["unit", "year", "title"], condition=~Q(state__in=["declined", "withdrawn"]),
                name="proposal_topic_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["root", "state", "-id"], name="proposal_topic_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("proposals:topic", self.pk)


class TopicClaim(models.Model):
    """认领：a member says “I write on this”. Several may; who gives it up says so."""

    topic = models.ForeignKey(ProposalTopic, models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "person"], condition=Q(dropped_at=None), name="topic_claim_once"
            )
        ]

    def __str__(self) -> str:
        return self.person.name
