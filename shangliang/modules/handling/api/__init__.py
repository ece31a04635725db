"""Dispatches, parts, replies and promises as JSON.

Bare moves go through the one endpoint /api/v1/{kind}/{id}/moves/{verb}.
"""

from ninja import Router

from shangliang.modules.handling.api import dispatches, people, promises, tasks

router = Router(tags=["handling"])
for part in (dispatches, people, tasks, promises):
    router.add_router("", part.router)
