"""Supervision as JSON, under /api/v1/supervision/. A ballot is cast in one's own session on the page, never here.

supervisions  supervisions, departments in them, teams, activities, the opinion paper
findings      findings, rectification, re-checks, look-backs
standing      special supervisors and their reports
appraising    appraisals: set up, closed, counted, recounted
"""

from ninja import Router

from shangliang.modules.supervision.api import appraising, findings, standing, supervisions

router = Router(tags=["supervision"])
for part in (supervisions, findings, standing, appraising):
    router.add_router("", part.router)
