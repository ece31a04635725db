"""Connections of this process to the database of the settings, beside Django's own."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection

_DJANGOS = {"context", "cursor_factory", "prepare_threshold"}


async def connect() -> psycopg.AsyncConnection[Any]:
    """Raises psycopg.OperationalError when the database is away."""
    known = {k: v for k, v in connection.get_connection_params().items() if k not in _DJANGOS}
    return await psycopg.AsyncConnection.connect(**{"connect_timeout": 5, **known}, autocommit=True)
