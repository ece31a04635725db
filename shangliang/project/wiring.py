"""Who reads the journal. The only place that knows everything; each line names a real function."""

from shangliang.kernel import journal, notices, search
from shangliang.modules.briefs.services import following as briefs
from shangliang.modules.deliberation.services import balloting as polls
from shangliang.modules.floor.services import following as floor
from shangliang.modules.gatherings.services import following as gatherings
from shangliang.modules.handling.services import following as handling
from shangliang.modules.lists.services import following as lists
from shangliang.modules.minutes.services import following as minutes
from shangliang.modules.outcomes.services import following as outcomes
from shangliang.modules.plans.services import keeping as plans
from shangliang.modules.proposals.services import around as proposals_around
from shangliang.modules.proposals.services import following as proposals
from shangliang.modules.remote import services as remote
from shangliang.modules.supervision.services import following as supervision
from shangliang.modules.topics import services as topics
from shangliang.modules.voices.services import letters
from shangliang.project import jobs


def connect() -> None:
    journal.consume("notices", notices.consume, notices.wants, many=notices.tell)
    journal.consume("search", search.consume, search.knows, newest=True)
    journal.consume("letters", letters.consume, letters.wants, many=letters.tell)
    journal.consume("handling", handling.follow, handling.wants)
    journal.consume("plans", plans.follow, plans.wants)
    journal.consume("gatherings", gatherings.follow, gatherings.follows)
    journal.consume("remote", remote.follow, remote.wants)
    journal.consume("polls", polls.follow, polls.wants)
    journal.consume("floor", floor.follow, floor.wants)
    journal.consume("minutes", minutes.follow, minutes.wants)
    journal.consume("drafting", jobs.start_drafting, jobs.asks_to_draft)
    journal.consume("topics", topics.on_dispatch, lambda kind, verb: (kind, verb) == ("dispatch", "finish"))
    journal.consume("outcomes", outcomes.on_dispatch, outcomes.wants)
    journal.consume("lists", lists.follow, lists.wants)
    journal.consume("comparing", jobs.start_comparing, jobs.asks_to_compare)
    journal.consume("briefs", briefs.follow, briefs.wants)
    journal.consume("proposals", proposals.follow, proposals.wants)
    journal.consume("proposals_around", proposals_around.follow, proposals_around.wants)
    journal.consume("supervision", supervision.follow, supervision.wants)
    journal.wake_with(jobs.wake)
