"""Who may do what with matches, actions, posts and invitations."""

from django.db.models import Q

from shangliang.kernel.access import ANYWHERE, Policy, Reach, grant

BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
OURS = Reach("same", "unit__path")
ASKED_BY_US = Reach("same", "ask__unit__path")
AUTHORED = Reach("mine", "concern__authors__person_id", many=True)
CONTACT = Reach("mine", "member_contact_id")
MEMBERS_OF = Reach("above", "campaign__unit__path")
CAMPAIGN_OF = Reach("below", "campaign__unit__path")
HOSTED = Reach("below", "host__path")
HOST_MEMBERS = Reach("above", "host__path")
THEIR_POST = Reach("same", "post__unit__path")
POST_HOSTED = Reach("below", "post__host__path")
THEIR_INVITATION = Reach("same", "invitation__unit__path")
SIGNED = Reach("mine", "member_id")
INVITED = Reach("mine", "person_id")
INVITED_TO = Reach("mine", "invitees__person_id", many=True)

LIST_MATCH = Policy(
    grant("secretary", "view link step settle dissolve extend oversee", BELOW),
    grant("chair", "view oversee", BELOW),
    grant("leader", "view oversee", BELOW),
    grant("clerk", "view link step settle plan hear", ASKED_BY_US),
    grant("head", "view link step settle plan hear oversee", ASKED_BY_US),
    grant("member", "view", MEMBERS_OF),
    grant("anyone", "view hear", AUTHORED),
    grant("anyone", "view step hear", CONTACT),
)
# judge: whoever raised it says whether it was really done.
LIST_ACTION = Policy(
    grant("clerk", "view inside start claim add_evidence", OURS),
    grant("head", "view inside start claim add_evidence give_up oversee", OURS),
    grant("secretary", "view inside verify refute publish keep extend oversee", CAMPAIGN_OF),
    grant("chair", "view inside oversee", CAMPAIGN_OF),
    grant("leader", "view inside oversee", CAMPAIGN_OF),
    grant("member", "view inside", MEMBERS_OF),
    grant("anyone", "view inside verify refute hear", AUTHORED),
    grant("public", "view", ANYWHERE, only=Q(state="published")),
)
EXPERIENCE_POST = Policy(
    grant("clerk", "view inside edit close cancel mark", OURS),
    grant("head", "view inside edit close cancel mark oversee", OURS),
    grant("secretary", "view inside close cancel mark oversee", HOSTED),
    grant("secretary", "extend", HOSTED, only=Q(state="over")),  # its own days are the members' days too
    grant("chair", "view inside oversee", HOSTED),
    grant("leader", "view inside oversee", HOSTED),
    grant("member", "view inside sign_up", HOST_MEMBERS),
    grant("public", "view", ANYWHERE, only=Q(open_to_public=True) & ~Q(state="cancelled")),
)
SIGN_UP = Policy(
    grant("anyone", "view withdraw log suggest hear", SIGNED),
    grant("clerk", "view attend miss hear_log", THEIR_POST),
    grant("head", "view attend miss", THEIR_POST),
    grant("secretary", "view attend miss extend oversee", POST_HOSTED),
    grant("chair", "view oversee", POST_HOSTED),
)
LIST_INVITATION = Policy(
    grant("clerk", "view edit invite report report_now cancel hear", OURS),
    grant("head", "view edit invite report report_now cancel oversee", OURS),
    grant("secretary", "view invite oversee", HOSTED),
    grant("secretary", "extend", HOSTED, only=Q(state="held")),
    grant("chair", "view oversee", HOSTED),
    grant("leader", "view oversee", HOSTED),
    grant("member", "view", HOST_MEMBERS),
    grant("anyone", "view", INVITED_TO),
)
INVITEE = Policy(
    grant("anyone", "view accept decline hear", INVITED),
    grant("clerk", "view come miss hear_answer", THEIR_INVITATION),
    grant("head", "view come miss", THEIR_INVITATION),
    grant("secretary", "view extend oversee", BELOW),
    grant("chair", "view oversee", BELOW),
)
