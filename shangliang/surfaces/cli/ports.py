"""Free ports on this machine, and whether somebody answers there."""

import http.client
import socket

from shangliang.surfaces.cli.errors import CliError

HOST = "127.0.0.1"
TRIES = 100


def free(wanted: int, *, taken: frozenset[int] = frozenset()) -> int:
    """The first port from the wanted one upwards that nobody listens on."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if port not in taken and _is_free(port):
            return port
    raise CliError(
        f"端口 {wanted} 到 {wanted + TRIES - 1} 都被占用；没有启动任何服务。请用 --port 指定另一个端口。",
        f"Ports {wanted} to {wanted + TRIES - 1} are all taken; nothing was started. "
        "Choose another with --port.",
    )


def answers(port: int, path: str = "/") -> int | None:
    """The status with which HTTP answers there; None while nobody does."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path, headers={"Accept": "text/html", "User-Agent": "shangliang-start"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _is_free(port: int) -> bool:
    # Somebody may listen on all addresses without hindering a bind to this one (macOS, SO_REUSEPORT).
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
