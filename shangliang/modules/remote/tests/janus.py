"""A video server of ten lines: answers as Janus does what the house asks of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Janus(HTTPServer):
    """asked: every message, with its path. answers: instead of the usual one, by what is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {}

    def note(self, **more: str) -> dict[str, str]:
        """What the house must know of it."""
        api = f"http://127.0.0.1:{self.server_port}/janus"
        return {"url": "ws://127.0.0.1:1", "api": api, "secret": "s3", "admin_key": "a", **more}


class _Handler(BaseHTTPRequestHandler):
    server: Janus

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, said))
        usual = {
            "create": {"janus": "success", "data": {"id": 11}},
            "attach": {"janus": "success", "data": {"id": 22}},
            "message": {"janus": "success", "plugindata": {"data": {"videoroom": "created"}}},
            "destroy": {"janus": "success"},
        }
        answer = self.server.answers.get(said["janus"], usual[said["janus"]])
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
