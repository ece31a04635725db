from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.lists.models.campaigns import Campaign, ListBatch
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class DeptAsk(Staged):
    """部门问计：what a department wants to hear from members, and until when (DOMAIN 6.4)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dept_asks", verbose_name=_("部门"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="asks")
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("标题"), max_length=120)
    background = models.TextField(_("背景"), blank=True)
    wanted = models.TextField(_("想听什么"))
    deadline = models.DateField(_("应答截止"))
    open_to_public = models.BooleanField(_("向社会公开"), default=True)
    summary = models.TextField(_("采纳情况小结"), blank=True)
    batch = models.ForeignKey(ListBatch, models.PROTECT, null=True, blank=True, related_name="+")
    same_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="concluded_ask_says_what", condition=~Q(state="concluded") | ~Q(summary="")
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="dept_ask_board"),
            models.Index(fields=["campaign", "unit", "-id"], name="dept_ask_campaign"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("lists:ask", self.pk)
