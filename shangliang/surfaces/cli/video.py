"""`shangliang video start`: a video server (Janus) on this machine alone, for a trial.

In production Janus runs where the operator puts it, behind TLS; SHANGLIANG_VIDEO_* says where (docs/production.md).
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from shangliang.surfaces.cli import pgplace, ports
from shangliang.surfaces.cli.errors import CliError

WITHIN = 20  # seconds until it answers
RTP = "20000-20999"
# Only what the house uses: rooms, over websockets for browsers and over HTTP for the house itself.
UNUSED = (
    "audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom", "videocall",
    "voicemail",
)  # fmt: skip
SILENT = ("mqtt", "nanomsg", "pfunix", "rabbitmq")


def add_commands(subparsers: Any) -> None:
    """`video start|stop`."""
    parser = subparsers.add_parser(
        "video", description="远程会场的视频服务器，试用 · a video server for a trial"
    )
    actions = parser.add_subparsers(required=True, metavar="start|stop")
    start = actions.add_parser(
        "start", description="在本机启动，Ctrl+C 停止 · start it here, Ctrl+C stops it"
    )
    start.set_defaults(run=run)
    stop = actions.add_parser("stop", description="停止 · stop it")
    stop.set_defaults(run=end)


def run(arguments: argparse.Namespace) -> int:
    """Until it is stopped; while it runs, the pages find its address in the home."""
    program, libraries = _janus()
    home = pgplace.make_home(pgplace.home())
    noted = home / "run" / "video.json"
    if (running := _noted(noted)) and _answers(running["api"]):
        raise CliError(f"已经在运行：{running['url']}", f"It is running already: {running['url']}", code=1)
    folder = home / "video"
    note = _configure(folder, libraries)
    with (folder / "janus.log").open("wb") as log:
        janus = subprocess.Popen(
            [program, "-F", str(folder), "-o"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: janus.terminate())
    try:
        _wait(janus, note["api"], folder / "janus.log")
        _keep(noted, note | {"pid": janus.pid})
        print(f"视频服务器已启动（只在本机）· The video server runs, on this machine alone:  {note['url']}")
        print("按 Ctrl+C 停止 · Ctrl+C stops it", flush=True)
        return janus.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        noted.unlink(missing_ok=True)
        _end(janus)


def end(arguments: argparse.Namespace) -> int:
    """Ask the one of this home to end; one that has ended already is no fault."""
    noted = pgplace.home() / "run" / "video.json"
    note = _noted(noted)
    if note and _answers(note["api"]):
        os.kill(note["pid"], signal.SIGTERM)
        print("已停止 · stopped")
    else:
        print("没有在运行 · not running")
    noted.unlink(missing_ok=True)
    return 0


def _janus() -> tuple[str, Path]:
    """The program, and the folder of its libraries."""
    program = shutil.which("janus")
    found = [*sorted(Path("/usr/lib").glob("*/janus")), Path("/usr/lib/janus"), Path("/opt/janus/lib/janus")]
    libraries = next((f for f in found if (f / "plugins" / "libjanus_videoroom.so").exists()), None)
    if program is None or libraries is None:
        raise CliError(
            "没有找到 Janus。Debian 或 Ubuntu：sudo apt-get install janus",
            "Janus was not found. On Debian or Ubuntu: sudo apt-get install janus",
        )
    return program, libraries


def _configure(folder: Path, libraries: Path) -> dict[str, str]:
    """Write its configuration anew, with new secrets; what the pages must know of it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    socket_port = ports.free(8188)
    api_port = ports.free(socket_port + 1)
    note = {
        "url": f"ws://{ports.HOST}:{socket_port}", "api": f"http://{ports.HOST}:{api_port}/janus",
        "secret": secrets.token_urlsafe(24), "admin_key": secrets.token_urlsafe(24),
    }  # fmt: skip
    disabled = ",".join(f"libjanus_{name}.so" for name in UNUSED)
    silent = ",".join(f"libjanus_{name}.so" for name in SILENT)
    files = {
        "janus.jcfg": f"""general: {{
  configs_folder = "{folder}"
  plugins_folder = "{libraries / "plugins"}"
  transports_folder = "{libraries / "transports"}"
  events_folder = "{libraries / "events"}"
  loggers_folder = "{libraries / "loggers"}"
  debug_level = 3
  token_auth = true
  token_auth_secret = "{note["secret"]}"
  session_timeout = 60
}}
media: {{ rtp_port_range = "{RTP}" }}
nat: {{ ice_enforce_list = "{ports.HOST}" }}
plugins: {{ disable = "{disabled}" }}
transports: {{ disable = "{silent}" }}
""",
        "janus.plugin.videoroom.jcfg": f"""general: {{
  admin_key = "{note["admin_key"]}"
  lock_rtp_forward = true
}}
""",
        "janus.transport.websockets.jcfg": f"""general: {{
  ws = true
  ws_port = {socket_port}
  ws_ip = "{ports.HOST}"
}}
admin: {{ admin_ws = false }}
""",
        "janus.transport.http.jcfg": f"""general: {{
  http = true
  port = {api_port}
  ip = "{ports.HOST}"
  base_path = "/janus"
}}
admin: {{ admin_http = false }}
""",
    }
    for name, text in files.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    return note


def _noted(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _keep(path: Path, note: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(note), encoding="utf-8")
    draft.replace(path)


def _answers(api: str) -> bool:
    host, _, port = api.removeprefix("http://").partition("/")[0].partition(":")
    with socket.socket() as line:
        line.settimeout(2)
        return line.connect_ex((host, int(port))) == 0


def _wait(janus: subprocess.Popen[bytes], api: str, log: Path) -> None:
    deadline = time.monotonic() + WITHIN
    while not _answers(api):
        if janus.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(errors="replace")[-2000:]
            raise CliError(f"Janus 没有启动：\n{said}", f"Janus did not start; it said the above ({log}).")
        time.sleep(0.1)


def _end(janus: subprocess.Popen[bytes]) -> None:
    janus.terminate()
    try:
        janus.wait(10)
    except subprocess.TimeoutExpired:
        janus.kill()
        janus.wait()
