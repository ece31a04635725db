from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.modules.org.models import Unit


class PastReply(models.Model):
    """历史办理：a message and its official answer from the time before this system, as they were imported.

    `why` names the reasons of both flags (analysis.replies): code → the words that show it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="past_replies")  # whose records these are
    ref = models.CharField(_("原编号"), max_length=80)
    title = models.CharField(_("标题"), max_length=300)
    body = models.TextField(_("来信"))
    by = models.CharField(_("答复单位"), max_length=120, blank=True)
    text = models.TextField(_("答复"), blank=True)
    asked_on = models.DateField(_("来信日期"), null=True, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    days = models.IntegerField(_("天数"), null=True, blank=True)
    working_days = models.IntegerField(_("工作日"), null=True, blank=True)
    empty = models.BooleanField(_("空答复"))
    answers = models.BooleanField(_("答其所问"))
    why = models.JSONField(default=list)
    batch = models.CharField(max_length=64)  # SHA-256 of the file

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "ref"], name="past_reply_once"),
            models.CheckConstraint(name="empty_answers_nothing", condition=Q(empty=False) | Q(answers=False)),
            models.CheckConstraint(
                name="past_reply_forwards",
                condition=Q(asked_on=None)
                | Q(replied_on=None)
                | Q(replied_on__gte=F("asked_on"))
                | Q(days=None),
            ),
        ]
        indexes = [models.Index(fields=["unit", "empty", "answers", "-asked_on"], name="past_reply_list")]

    def __str__(self) -> str:
        return self.title
