"""Dispatches, parts, replies and promises as JSON.

Bare moves go through the one endpoint /api/v1/{kind}/{id}/moves/{verb}.
"""

from ninja import Router

from shangliang.modules.handling.api import dispatches, promises, tasks

router = Router(tags=["handling"])
for part in (dispatches, tasks, promises):
    router.add_router("", part.router)
