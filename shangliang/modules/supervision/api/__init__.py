"""Supervision as JSON, under /api/v1/supervision/. A ballot is cast in one's own session on the page, never here.

supervisions  supervisions, teams, activities, the opinion paper
departments   one department in one supervision: talks, progress told
findings      findings, rectification, re-checks, look-backs
standing      special supervisors and their reports
appraising    appraisals: set up, closed, counted, recounted
"""

from ninja import Router

from shangliang.modules.supervision.api import appraising, departments, findings, standing, supervisions

router = Router(tags=["supervision"])
for part in (supervisions, departments, findings, standing, appraising):
    router.add_router("", part.router)
