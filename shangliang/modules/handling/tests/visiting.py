"""Somebody who looks at the pages."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.world import World


class Desk:
    """Somebody signed in, and what they see."""

    def __init__(self, world: World, who: str):
        self.client = Client()
        if who != "nobody":
            self.client.force_login(world.people[who], backend="django.contrib.auth.backends.ModelBackend")

    def get(self, page: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(f"handling:{page}", args=args), query)

    def post(self, page: str, *args: Any, **data: Any) -> Any:
        return self.client.post(reverse(f"handling:{page}", args=args), data)

    def judge(self, pk: int, **data: str) -> Any:
        """Both steps of one's own rating: filled in, then confirmed with the code that the page gave."""
        shown = self.post("judge", pk, **data)
        found = re.search(r'name="code" value="([^"]+)"', said(shown))
        return self.post("judge", pk, code=found.group(1), **data) if found else shown


def said(response: Any) -> str:
    return response.content.decode()
