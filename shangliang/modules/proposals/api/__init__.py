"""Proposals as JSON, under /api/v1/proposals/.

writing    list, one, draft, write, sign, hand in, consent; out of a voice or a topic
reviewing  accept, classify, review, file, merge, not file, offer as a brief, revive
arranging  sessions, classes, the panel
assigning  departments asked beforehand, handed over, opened to the public
keys       key proposals and the activities that supervise them
catalogue  选题目录
incubation 培育评审
quality    marks; mutual review, back to back
awards     the year's good proposals and commended departments
figures    a session in figures; old proposals like one
"""

from ninja import Router

from shangliang.modules.proposals.api import (
    arranging,
    assigning,
    awards,
    catalogue,
    figures,
    incubation,
    keys,
    quality,
    reviewing,
    writing,
)

router = Router(tags=["proposals"])
for part in (
    writing, reviewing, arranging, assigning, keys, catalogue, incubation, quality, awards, figures,
):  # fmt: skip
    router.add_router("", part.router)
