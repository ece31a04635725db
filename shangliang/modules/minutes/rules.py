"""Who may do what with minutes. Whoever is asked to sign reads all of them, and says what she has to say of her own.

read: also what is kept inside, with everybody's name; the public has `view` alone.
"""

from django.db.models import Q

from shangliang.kernel import adopting
from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant
from shangliang.modules.minutes.models import OUT

BELOW = Reach("below", "unit__path")
CONVENES = Reach("mine", "gathering__convener_id")
TOOK_PART = Reach("mine", "gathering__participants__person_id", many=True)
SEATED = Reach("same", "gathering__participants__unit__path", many=True)
ANSWERS_FOR = Reach("same", "signings__office__path", many=True)
READ = Q(state__in=OUT)
PUBLISHED = Q(state="kept", gathering__open_to_public=True)
WORK = "assemble edit cite circulate settle reopen ask_machine take_over keep_objection"

MINUTES = Policy(
    grant("secretary", f"view read inside {WORK} oversee", BELOW),
    grant("chair", "view read inside oversee", BELOW),
    grant("anyone", "view read inside cite", CONVENES),
    grant("leader", "view read", BELOW, only=READ),
    grant("anyone", "view read hear", TOOK_PART, only=READ),
    grant("head", "view read hear", SEATED, only=READ),
    grant("clerk", "view read hear", SEATED, only=READ),
    grant("head", "view read", ANSWERS_FOR, only=READ),
    grant("clerk", "view read", ANSWERS_FOR, only=READ),
    grant("public", "view", ANYWHERE, only=PUBLISHED),
)

ABOVE_IT = Reach("below", "unit__path")
SIGNING = Policy(
    grant("secretary", "view excuse extend oversee", ABOVE_IT),
    grant("chair", "view oversee", ABOVE_IT),
    grant("anyone", "view", Reach("mine", "minutes__gathering__convener_id")),
    grant("anyone", "view sign", Reach("mine", "chair_id")),
    grant("anyone", "view sign", Reach("mine", "speaker__person_id")),
    grant("head", "view sign", Reach("same", "office__path")),
    grant("clerk", "view sign", Reach("same", "office__path")),
)

ANSWER = " ".join(adopting.MOVES.values())
ROUND = Q(minutes__state__in=OUT)
TREATMENT = Policy(
    grant("secretary", f"view read {ANSWER} oversee", BELOW),
    grant("anyone", f"view read {ANSWER}", Reach("mine", "minutes__gathering__convener_id")),
    grant("chair", "view read oversee", BELOW),
    grant("anyone", "view read hear", Reach("mine", "opinion__participant__person_id")),
    grant("head", "view read hear", Reach("same", "opinion__participant__unit__path")),
    grant("clerk", "view read hear", Reach("same", "opinion__participant__unit__path")),
    grant("anyone", "view read", Reach("mine", "minutes__gathering__participants__person_id", many=True), only=ROUND),
    grant("leader", "view read", BELOW, only=ROUND),
    grant(
        "public", "view", ANYWHERE,
        only=~Q(state="open") & Q(minutes__state="kept", minutes__gathering__open_to_public=True),
    ),
)  # fmt: skip
