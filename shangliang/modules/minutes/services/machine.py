"""One question to a language model behind an address that speaks as OpenAI's does; nothing here knows of minutes."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

LARGEST = 256 * 1024  # bytes of an answer that are read
MOST = 20_000  # letters of what was written


class MachineFault(Exception):
    """No usable answer; the message is fit for people to read and says nothing of the key."""


@dataclass(frozen=True)
class Machine:
    url: str
    model: str
    key: str
    seconds: int

    @property
    def host(self) -> str:
        """Where the question goes, for the record."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


class _Straight(urllib.request.HTTPRedirectHandler):
    """Sent on to another address, the question and its key would go where nobody agreed to."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


def named() -> Machine:
    """The machine whoever runs the site has named. Raises MachineFault where there is none, or no address."""
    machine = Machine(
        settings.DRAFTER_URL, settings.DRAFTER_MODEL, settings.DRAFTER_KEY, settings.DRAFTER_SECONDS
    )
    if not (machine.url and machine.model):
        raise MachineFault(_("没有设置起草用的机器"))
    if urlsplit(machine.url).scheme not in {"http", "https"} or not machine.host:
        raise MachineFault(_("起草用的机器的地址不对"))
    return machine


def ask(machine: Machine, *, rules: str, prompt: str) -> str:
    """What the machine wrote. Raises MachineFault for whatever is no answer: silence, an error, garbage, too much."""
    body = {
        "model": machine.model, "temperature": 0,
        "messages": [{"role": "system", "content": rules}, {"role": "user", "content": prompt}],
    }  # fmt: skip
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if machine.key:
        headers["Authorization"] = f"Bearer {machine.key}"
    request = urllib.request.Request(
        f"{machine.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), headers, method="POST"
    )
    opener = urllib.request.build_opener(_Straight(), urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=machine.seconds) as response:
            raw = response.read(LARGEST + 1)
    except urllib.error.HTTPError as wrong:
        wrong.close()
        raise MachineFault(_("机器没有答应（HTTP %d）") % wrong.code) from None
    except TimeoutError:
        raise MachineFault(_("机器在 %d 秒内没有回答") % machine.seconds) from None
    except (OSError, http.client.HTTPException) as wrong:
        if isinstance(getattr(wrong, "reason", None), TimeoutError):
            raise MachineFault(_("机器在 %d 秒内没有回答") % machine.seconds) from None
        raise MachineFault(_("连不上起草用的机器")) from None
    if len(raw) > LARGEST:
        raise MachineFault(_("机器的回答太长，没有采用"))
    return _written(raw)


def _written(raw: bytes) -> str:
    try:
        said = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise MachineFault(_("机器的回答看不懂，没有采用")) from None
    if not isinstance(said, str) or not said.strip():
        raise MachineFault(_("机器什么也没有写"))
    if len(said) > MOST:
        raise MachineFault(_("机器的回答太长，没有采用"))
    return said
