"""Proposals as JSON, under /api/v1/proposals/.

writing    list, one, draft, write, sign, hand in, consent; out of a voice or a topic
reviewing  accept, classify, review, file, merge, not file, offer as a brief, revive
arranging  sessions, classes, the panel
assigning  departments asked beforehand, handed over, opened to the public
keys       key proposals and the activities that supervise them
"""

from ninja import Router

from shangliang.modules.proposals.api import arranging, assigning, keys, reviewing, writing

router = Router(tags=["proposals"])
for part in (writing, reviewing, arranging, assigning, keys):
    router.add_router("", part.router)
