"""Static files asked for by their content: `base.css?v=0123456789`. Needs no collectstatic."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

OURS = ("look/", "django_htmx/")
# Asked for by browsers themselves, without the mark of their content.
ASKED_PLAIN = ("look/favicon.svg", "look/manifest.webmanifest")


class Assets(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        plain = str(super().url(name))
        mark = mark_of(name or "")
        return f"{plain}?v={mark}" if mark else plain


def mark_of(name: str) -> str:
    """The first ten hex digits of the content's SHA-256; empty when there is no such file."""
    return _read(name) if settings.DEBUG else _kept(name)


def _read(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:10] if found else ""


@cache
def _kept(name: str) -> str:
    return _read(name)


def immutable(path: str, url: str) -> bool:
    """For WHITENOISE_IMMUTABLE_FILE_TEST: files that pages always ask for by their content."""
    name = url.removeprefix(settings.STATIC_URL)
    return name.startswith(OURS) and name not in ASKED_PLAIN
