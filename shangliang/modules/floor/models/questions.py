"""现场提问: put, supported, answered, or handed to somebody who will."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.floor.models.floors import Floor
from shangliang.modules.gatherings.models import Participant
from shangliang.modules.org.models import Unit

LONGEST = 200
READ = ("shown", "answered", "handed", "returned", "replied")  # what the hall reads
LEFT = ("waiting", "shown", "returned")  # nobody has taken it on yet


class LiveQuestion(Staged):
    """现场提问. told: why it is not shown. reply: what was answered, on the spot or by the unit it was handed to."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="questions")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField(_("编号"))
    text = models.CharField(_("问题"), max_length=LONGEST)
    at = models.DateTimeField()
    token = models.CharField(max_length=40)  # of the form: pressed twice, kept once
    told = models.CharField(_("不展示的理由"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("由谁回答")
    )
    answerer = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("会后由谁答复")
    )
    due_on = models.DateField(_("答复日期"), null=True, blank=True)
    reply = models.TextField(_("答复"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["floor", "number"], name="live_question_number"),
            models.UniqueConstraint(fields=["floor", "token"], name="live_question_once"),
            models.CheckConstraint(name="hidden_says_why", condition=~Q(state="hidden") | ~Q(told="")),
            models.CheckConstraint(
                name="answered_by_somebody",
                condition=~Q(state="answered") | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handed_to_somebody",
                condition=~Q(state__in=["handed", "replied"])
                | Q(answerer__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="replied_says_what",
                condition=~Q(state="replied") | (~Q(reply="") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["floor", "state"], name="live_question_list")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return links.to("floor:question", self.pk)


class Support(models.Model):
    """支持: one of one participant for one question."""

    question = models.ForeignKey(LiveQuestion, models.CASCADE, related_name="supports")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "participant"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.question_id} +1"
