from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.lists.models.asks import DeptAsk
from shangliang.modules.lists.models.campaigns import Campaign
from shangliang.modules.lists.models.concerns import MemberConcern
from shangliang.modules.lists.models.matches import Match
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class ListAction(Staged):
    """举措：what a department does about a concern or an ask, by a day; done only with evidence."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="list_actions", verbose_name=_("部门"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="actions")
    match = models.ForeignKey(Match, models.PROTECT, null=True, blank=True, related_name="actions")
    concern = models.ForeignKey(MemberConcern, models.PROTECT, null=True, blank=True, related_name="actions")
    ask = models.ForeignKey(DeptAsk, models.PROTECT, null=True, blank=True, related_name="actions")
    text = models.CharField(_("举措"), max_length=300)
    due_on = models.DateField(_("完成日期"))
    first_due_on = models.DateField(editable=False)  # slippage is measured from here
    result = models.TextField(_("完成情况"), blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_on = models.DateField(_("公开日期"), null=True, blank=True)
    # Whoever published it was shown the evidence among what everybody reads from then on.
    evidence_open = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="list_action_has_origin", condition=Q(concern__isnull=False) | Q(ask__isnull=False)
            ),
            models.CheckConstraint(
                name="matched_list_action_has_both",
                condition=Q(match=None) | Q(concern__isnull=False, ask__isnull=False),
            ),
            models.CheckConstraint(
                name="done_list_action_has_result",
                condition=~Q(state__in=["claimed", "done", "published", "kept"]) | ~Q(result=""),
            ),
            models.CheckConstraint(
                name="published_list_action_has_day",
                condition=~Q(state="published") | Q(published_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="list_action_board"),
            models.Index(fields=["unit", "state", "due_on"], name="list_action_desk"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return links.to("lists:action", self.pk)


class ActionEvidence(models.Model):
    """佐证：what shows that it was done."""

    action = models.ForeignKey(ListAction, models.CASCADE, related_name="evidence")
    text = models.TextField(_("说明"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]
