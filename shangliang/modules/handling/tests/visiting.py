"""Somebody who looks at the pages."""

from __future__ import annotations

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

    def get(self, name: str, *args: Any, **query: Any) -> Any:
        return self.client.get(reverse(f"handling:{name}", args=args), query)

    def post(self, name: str, *args: Any, **data: Any) -> Any:
        return self.client.post(reverse(f"handling:{name}", args=args), data)


def said(response: Any) -> str:
    return response.content.decode()
