"""Contact data at rest: AES-256-GCM with a key that lives outside the database, and blind marks for counting heads.

A database dump alone shows nothing; a search finds nothing; two equal numbers look different.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_PREFIX = "v1:"
_NONCE = 12  # bytes, as NIST SP 800-38D recommends for GCM


class WrongKey(Exception):
    """解不开联系方式：密钥与数据库不配套。请放回原来的密钥文件(keys/seal.key)。"""

    def __str__(self) -> str:
        return self.__doc__ or ""


@cache
def _keys(secret: str) -> tuple[AESGCM, bytes]:
    def derived(use: bytes) -> bytes:
        return hmac.digest(secret.encode(), use, "sha256")

    return AESGCM(derived(b"contact")), derived(b"mark")


def seal(text: str) -> str:
    if not text:
        return ""
    nonce = os.urandom(_NONCE)
    box = _keys(settings.SEAL_KEY)[0].encrypt(nonce, text.encode(), None)
    return _PREFIX + base64.b64encode(nonce + box).decode()


def unseal(sealed: str) -> str:
    """Raises WrongKey when the key is not the one it was sealed with, or the text was altered."""
    if not sealed:
        return ""
    try:
        raw = base64.b64decode(sealed.removeprefix(_PREFIX))
        return _keys(settings.SEAL_KEY)[0].decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (InvalidTag, ValueError):  # ValueError: what stands there was never sealed
        raise WrongKey from None


def mark(*parts: str) -> str:
    """A blind mark of a person or device: equal for equal input, says nothing about it without the key."""
    plain = "\x1f".join("".join(p.split()).lower() for p in parts)
    return hmac.new(_keys(settings.SEAL_KEY)[1], plain.encode(), hashlib.sha256).hexdigest()[:32]


class SealedField(models.TextField):
    """A text that is sealed in the database and plain in Python. It cannot be looked up, on purpose."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return None if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else seal(str(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError("sealed fields cannot be searched; compare a mark instead")
