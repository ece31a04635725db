"""Proposals as JSON, under /api/v1/proposals/.

writing    list, one, draft, write, sign, hand in, consent; out of a voice or a topic
reviewing  accept, classify, review, file, merge, not file, offer as a brief, revive
arranging  sessions, classes, the panel
"""

from ninja import Router

from shangliang.modules.proposals.api import arranging, reviewing, writing

router = Router(tags=["proposals"])
for part in (writing, reviewing, arranging):
    router.add_router("", part.router)
