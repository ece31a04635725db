"""字幕: what was said, line by line. A line is never changed; what was wrong is put right by another line."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from shangliang.modules.floor.models.floors import Floor
from shangliang.modules.people.models import Person

LONGEST = 300


class Caption(models.Model):
    """字幕. corrects: the line as it was first taken down, whose words these replace."""

    floor = models.ForeignKey(Floor, models.PROTECT, related_name="captions")
    text = models.CharField(_("字幕"), max_length=LONGEST)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    token = models.CharField(max_length=40)  # sent twice, kept once

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["floor", "token"], name="caption_once")]
        triggers = [
            pgtrigger.Protect(name="caption_stays", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text
