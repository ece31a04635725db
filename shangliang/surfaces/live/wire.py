"""Votes on uvicorn's wire: a request that came whole is read, and its answer written, without a task of its own.

`uvicorn --http shangliang.surfaces.live.wire:Wire`. Halves what a vote costs. Whatever is not plainly one whole vote
(in pieces, pipelined, malformed, too large) goes the usual way through the application, which answers the same.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shangliang.surfaces.live.app import box
from shangliang.surfaces.live.box import Busy
from shangliang.surfaces.live.replies import Scope, headers
from shangliang.surfaces.live.votes import LARGEST, Refused, Reply, read, refusal, told

FIRST = b"POST /live/votes HTTP/1.1\r\n"
MOST_HEADERS = 8_192  # bytes
# With these a request is more than a head and a body of the length it says.
NOT_PLAIN = {b"transfer-encoding", b"expect", b"upgrade"}
_STATUS = {s.value: b"HTTP/1.1 %d %s\r\n" % (s.value, s.phrase.encode()) for s in HTTPStatus}


class Wire(HttpToolsProtocol):
    """One connection."""

    voting: Scope | None = None  # the vote whose answer is still to be written
    begun = False  # the parser of the usual way has had a part of a request
    later = b""  # what came while a vote was on its way to the disk
    leaving = False

    def data_received(self, data: bytes) -> None:
        if self.voting is not None:
            self.later += data
            if len(self.later) > MOST_HEADERS + LARGEST:
                self.transport.pause_reading()
        elif self._idle() and data.startswith(FIRST) and self._vote(data):
            self._unset_keepalive_if_required()
        else:
            super().data_received(data)

    def on_message_begin(self) -> None:
        self.begun = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self.begun = False
        super().on_message_complete()

    def _idle(self) -> bool:
        """Everything that was asked the usual way is answered."""
        return not (self.begun or self.pipeline) and (self.cycle is None or self.cycle.response_complete)

    def shutdown(self) -> None:
        if self.voting is None:
            super().shutdown()
        else:
            self.leaving = True

    def _vote(self, data: bytes) -> bool:
        """False: nothing was done, let the usual way have it."""
        head, there, body = data.partition(b"\r\n\r\n")
        if not there or len(head) > MOST_HEADERS or len(body) > LARGEST:
            return False
        asked = _headers(head)
        named = dict(asked)
        if len(named) != len(asked) or NOT_PLAIN & named.keys() or b"host" not in named:
            return False
        if named.get(b"connection", b"keep-alive").lower() != b"keep-alive":
            return False
        if named.get(b"content-length") != b"%d" % len(body):
            return False
        try:
            kept = box.put(read(named.get(b"content-type", b""), body, datetime.now(UTC)))
        except (Refused, Busy):
            return False
        self.voting = {"method": "POST", "headers": asked}
        kept.add_done_callback(self._answered)
        return True

    def _answered(self, kept: asyncio.Future[Any]) -> None:
        scope, self.voting = self.voting, None
        if scope is None or self.transport.is_closing():
            return
        failed = kept.exception()
        reply = refusal(failed, scope) if isinstance(failed, Exception) else told(kept.result(), scope)
        self._say(reply, scope)
        if self.leaving:
            self.transport.close()
            return
        self.on_response_complete()
        if self.later:
            data, self.later = self.later, b""
            self.transport.resume_reading()
            self.data_received(data)

    def _say(self, reply: Reply, scope: Scope) -> None:
        around = [*headers(scope, reply.kind), (b"content-length", b"%d" % len(reply.body)), *reply.more]
        if self.leaving:
            around.append((b"connection", b"close"))
        lines = [b"%s: %s\r\n" % header for header in around]
        self.transport.write(b"".join([_STATUS[reply.status], *lines, b"\r\n", reply.body]))


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """Names in small letters. A line that is no plain header gives a name that makes the request no plain one."""
    found = []
    for line in head.split(b"\r\n")[1:]:
        name, colon, value = line.partition(b":")
        plain = colon and name.replace(b"-", b"").isalnum() and b"\n" not in line and b"\r" not in line
        found.append((name.lower(), value.strip(b" \t")) if plain else (b"upgrade", b""))
    return found
