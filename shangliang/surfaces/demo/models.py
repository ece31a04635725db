"""What the demo remembers of itself."""

from __future__ import annotations

from django.db import models


class Play(models.Model):
    """A demo year that was begun; one that never ended broke off, and what is there is no whole year."""

    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.begun_at:%Y-%m-%d}"
