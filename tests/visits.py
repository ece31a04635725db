"""Somebody's browser and somebody's program: pages by the names of their addresses, the API with its key.

PAGES = Pages("briefs"); PAGES.get(world, "lin", "brief", 3)
API = Api("/api/v1/briefs"); status, answer = API.post(world, "lin", "/briefs", title="…")
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests.world import World

NOBODY = {"", "public"}  # comes without an account


def as_(world: World, who: str = "") -> Client:
    client = Client()
    if who not in NOBODY:
        client.force_login(world.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(response: Any) -> str:
    return str(response.content.decode())


def rows(response: Any) -> list[list[str]]:
    """A table that was taken along, as csv."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@dataclass(frozen=True)
class Pages:
    """The pages of one module; "" for names that say whose they are."""

    module: str = ""

    def at(self, name: str, *args: Any) -> str:
        return reverse(f"{self.module}:{name}" if self.module else name, args=args)

    def get(self, world: World, who: str, name: str, /, *args: Any, **query: Any) -> Any:
        return as_(world, who).get(self.at(name, *args), query)

    def post(self, world: World, who: str, name: str, /, *args: Any, **data: Any) -> Any:
        return as_(world, who).post(self.at(name, *args), data)


@dataclass(frozen=True)
class Api:
    """The operations below one address, in somebody's own session: status and answer."""

    root: str

    def call(
        self, world: World, who: str, method: str, path: str, data: Any = None, **query: Any
    ) -> tuple[int, Any]:
        more: dict[str, Any] = {"headers": {"Idempotency-Key": uuid4().hex}}
        if method == "post":
            more |= {"data": json.dumps(data or {}, default=str), "content_type": "application/json"}
        else:
            more |= {"data": query}
        url = path if path.startswith("/api/") else f"{self.root}{path}"
        response = getattr(as_(world, who), method)(url, **more)
        return response.status_code, json.loads(response.content) if response.content else None

    def get(self, world: World, who: str, path: str, /, **query: Any) -> tuple[int, Any]:
        return self.call(world, who, "get", path, **query)

    def post(self, world: World, who: str, path: str, /, **data: Any) -> tuple[int, Any]:
        return self.call(world, who, "post", path, data)
