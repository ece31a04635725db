from django.contrib.auth.decorators import login_not_required
from django.urls import path

from shangliang.surfaces.portal import (
    boards,
    draws,
    kept,
    measures,
    minutes,
    polls,
    proposals,
    proposing,
    supervised,
    views,
)

app_name = "portal"


def _open(route: str, view, name: str):
    return path(route, login_not_required(view), name=name)


urlpatterns = [
    _open("", views.home, "home"),
    _open("speak/", views.speak, "speak"),
    _open("speak/<slug:slug>/", views.speak, "speak_to"),
    _open("calls/<slug:slug>/", views.call, "call"),
    _open("calls/<slug:slug>/qr.svg", views.call_qr, "call_qr"),
    _open("receipt/", views.receipt_find, "receipt_find"),
    _open("receipt/<slug:code>/", views.receipt, "receipt"),
    _open("receipt/<slug:code>/qr.svg", views.receipt_qr, "receipt_qr"),
    _open("receipt/<slug:code>/rate/", views.rate, "rate"),
    _open("receipt/<slug:code>/withdraw/", views.withdraw, "withdraw"),
    _open("voices/<int:pk>/me-too/", views.me_too, "me_too"),
    _open("topics/", views.topics, "topics"),
    _open("topics/<int:pk>/", views.topic, "topic"),
    _open("plan/", views.plan, "plan"),
    _open("plan/<int:pk>/", views.plan, "plan_of"),
    _open("feedback/", views.feedback_lists, "feedback_lists"),
    _open("feedback/<int:pk>/", views.feedback, "feedback"),
    _open("proposals/", proposals.proposals, "proposals"),
    _open("proposals/<int:pk>/", proposals.proposal, "proposal"),
    _open("promises/", kept.promises, "promises"),
    _open("overdue/", kept.overdue, "overdue"),
    _open("measures/", measures.measures, "measures"),
    _open("measures/<int:pk>/", measures.measure, "measure"),
    _open("boards/", boards.boards, "boards"),
    _open("boards/<int:pk>/", boards.board, "board"),
    _open("boards/<int:pk>/answer/", boards.cast, "board_cast"),
    _open("boards/<int:pk>/say/", boards.put, "board_put"),
    _open("boards/<int:pk>/map/", boards.opinion_map, "board_map"),
    _open("boards/<int:pk>/statements/", boards.statements, "board_statements"),
    _open("boards/<int:pk>/statements/<int:number>/", boards.statement, "statement"),
    _open("boards/<int:pk>/mine/", boards.mine, "board_mine"),
    _open("boards/<int:pk>/seals/", boards.seals, "board_seals"),
    _open("boards/<int:pk>/seals/<int:number>/", boards.leaves, "board_leaves"),
    _open("minutes/", minutes.listed, "minutes_list"),
    _open("minutes/<int:pk>/", minutes.minutes, "minutes"),
    _open("polls/", polls.polls, "polls"),
    _open("polls/<int:pk>/", polls.poll, "poll"),
    _open("polls/<int:pk>/lines/", polls.lines, "poll_lines"),
    _open("lots/", draws.draws, "draws"),
    _open("lots/verify_draw.py", draws.verifier, "draw_verifier"),
    _open("lots/<int:pk>/", draws.draw, "draw"),
    _open("lots/<int:pk>/published.json", draws.published, "draw_published"),
    _open("supervision/", supervised.supervisions, "supervisions"),
    _open("supervision/<int:pk>/", supervised.supervision, "supervision"),
    _open("appraisal/<int:pk>/", supervised.appraisal, "appraisal"),
    _open("really/<str:token>/", kept.really, "really"),
    _open("catalogue/", proposing.catalogue, "catalogue"),
    _open("awards/", proposing.awards, "awards"),
    _open("awards/<int:pk>/", proposing.award, "award"),
    _open("search/", views.find, "search"),
    _open("seals/", views.seals, "seals"),
]
