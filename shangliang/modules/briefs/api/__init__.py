"""Briefs as JSON, under /api/v1/briefs/.

writing    list, one, draft, write, submit, sign with others; from a voice or a topic
editing    edit, review, not take up, composites, sign, issue, forward, publish
adopting   adoptions, correction, telling, feedback; credits; a year in figures; what is public
stations   信息站
"""

from ninja import Router

from shangliang.modules.briefs.api import adopting, editing, stations, writing

router = Router(tags=["briefs"])
for part in (writing, editing, adopting, stations):
    router.add_router("", part.router)
