"""A video server of ten lines: answers as Janus does what the house asks of it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

SECRET = "what-no-page-may-say-by-chance"  # long enough that no token holds it


class Janus(HTTPServer):
    """asked: every message, with its path. answers: instead of the usual one, by what is asked.

    known: the sessions and handles it has given out; `known.clear()` is what a new start does to them.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {}
        self.known: set[str] = set()
        self.given = 10
        self.slow = 0.0

    def give(self, path: str) -> dict[str, Any]:
        self.given += 1
        self.known.add(f"{path}/{self.given}")
        return {"janus": "success", "data": {"id": self.given}}

    def answer(self, path: str, said: dict[str, Any]) -> Any:
        if path != "/janus" and path not in self.known:
            code = 458 if path.count("/") == 2 else 459
            return {"janus": "error", "error": {"code": code, "reason": "No such session or handle"}}
        if said["janus"] in self.answers:
            return self.answers[said["janus"]]
        if said["janus"] in {"create", "attach"}:
            return self.give(path)
        return {"janus": "success", "plugindata": {"data": {"videoroom": "created"}}}

    def note(self, **more: str) -> dict[str, str]:
        """What the house must know of it."""
        api = f"http://127.0.0.1:{self.server_port}/janus"
        return {"url": "ws://127.0.0.1:1", "api": api, "secret": SECRET, "admin_key": "a", **more}


class _Handler(BaseHTTPRequestHandler):
    server: Janus

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, said))
        time.sleep(self.server.slow)
        answer = self.server.answer(self.path, said)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal of the tests."""


@contextmanager
def running() -> Iterator[Janus]:
    server = Janus()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
