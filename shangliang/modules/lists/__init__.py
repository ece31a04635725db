"""知情明政：members' concerns (委员献策关注清单) and departments' asks (党政部门纳谏问计清单), joined by a person's
hand; what departments do about them, posts to try (体验岗), invitations, and questions at briefings.
"""
