"""What a language model was asked and answered. Nothing of it is in the minutes until a person takes it over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.people.models import Person


class Draft(models.Model):
    """机器起草：asked by a person, answered (or not) in the background. The journal has the hashes of both texts.

    sentences: rows of text and sources (keys of items); failed: why there is none, fit for people to read.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    model = models.CharField(_("模型"), max_length=120)
    host = models.CharField(max_length=200)
    prompt = models.TextField()
    prompt_sha256 = models.CharField(max_length=64)
    done_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answer_sha256 = models.CharField(max_length=64, blank=True)
    sentences = models.JSONField(default=list)
    failed = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering"], condition=models.Q(done_at=None), name="one_draft_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.at:%Y-%m-%d %H:%M}"
