"""会次, and the classes in which proposals are numbered and counted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.text import spelled
from shangliang.modules.org.models import Term, Unit


class Session(models.Model):
    """次会议：one plenary session of a term. Case numbers run within it until the next one opens (DOMAIN 1.6)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sessions")
    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("次"))
    opens_on = models.DateField(_("开幕"))
    closes_on = models.DateField(_("闭幕"))
    deadline = models.DateField(_("大会提案截止"))  # handed in by then: 大会提案, later: 平时提案

    class Meta:
        ordering = ["-opens_on"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="session_once"),
            models.CheckConstraint(name="session_forwards", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="session_deadline",
                condition=Q(deadline__gte=F("opens_on"), deadline__lte=F("closes_on")),
            ),
        ]

    def __str__(self) -> str:
        if (get_language() or "zh").startswith("zh"):
            return f"{spelled(self.term.number)}届{spelled(self.number)}次会议"
        return _("%(term)d届%(number)d次会议") % {"term": self.term.number, "number": self.number}


class Category(models.Model):
    """类别：the class in which a proposal gets its number, and the main class in which the nation counts it."""

    class Main(models.TextChoices):
        """五位一体, as national figures count (DOMAIN 1.6)."""

        ECONOMY = "economy", _("经济建设")
        POLITICS = "politics", _("政治建设")
        CULTURE = "culture", _("文化建设")
        SOCIETY = "society", _("社会建设")
        ECOLOGY = "ecology", _("生态文明建设")
        OTHER = "other", _("其他")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposal_categories")
    name = models.CharField(_("类别"), max_length=40)
    main = models.CharField(_("统计大类"), max_length=8, choices=Main.choices)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="proposal_category_once")]

    def __str__(self) -> str:
        return self.name
