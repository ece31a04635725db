"""What both paths of this process answer with: headers that let pages of this very host read along."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def whole(
    send: Send, scope: Scope, status: int, body: bytes, kind: bytes, *more: tuple[bytes, bytes]
) -> None:
    """An answer in one piece."""
    around = [*headers(scope, kind), (b"content-length", b"%d" % len(body)), *more]
    await send({"type": "http.response.start", "status": status, "headers": around})
    await send({"type": "http.response.body", "body": body})


def headers(scope: Scope, content_type: bytes) -> list[tuple[bytes, bytes]]:
    around = [
        (b"content-type", content_type),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    asked = dict(scope["headers"])
    origin: bytes = asked.get(b"origin", b"")
    # On a laptop the page and this process differ in port; only pages of this very host may listen.
    host = asked.get(b"host", b"").rsplit(b":", 1)[0]
    if origin and origin.split(b"://", 1)[-1].rsplit(b":", 1)[0] == host:
        around += [
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]
    return around
