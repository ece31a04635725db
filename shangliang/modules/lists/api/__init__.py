"""The two lists as JSON, under /api/v1/lists/.

campaigns    campaigns, their figures, comparing, candidates, matches
concerns     members' concerns and the departments' parts
asks         departments' asks; what members said to departments; briefings' questions
actions      what departments do
joining      posts and sign-ups, invitations and answers
"""

from ninja import Router

from shangliang.modules.lists.api import actions, asks, campaigns, concerns, joining

router = Router(tags=["lists"])
for part in (campaigns, concerns, asks, actions, joining):
    router.add_router("", part.router)
