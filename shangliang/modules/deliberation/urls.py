from django.urls import path

from shangliang.modules.deliberation.views import boards as views
from shangliang.modules.deliberation.views import lots, polls, voting

app_name = "deliberation"
urlpatterns = [
    path("", views.board_list, name="list"),
    path("new/", views.board_new, name="new"),
    path("<int:pk>/", views.board, name="board"),
    path("<int:pk>/edit/", views.board_edit, name="edit"),
    path("<int:pk>/seed/", views.board_seed, name="seed"),
    path("<int:pk>/conclude/", views.board_conclude, name="conclude"),
    path("<int:pk>/answer-rest/", views.answer_rest, name="answer_rest"),
    path("<int:pk>/parts/", views.parts, name="parts"),
    path("statements/<int:pk>/", views.statement, name="statement"),
    path("statements/<int:pk>/hide/", views.statement_hide, name="hide"),
    path("statements/<int:pk>/answer/", views.statement_answer, name="answer"),
    path("lots/", lots.draws, name="draws"),
    path("lots/new/", lots.draw_new, name="draw_new"),
    path("lots/<int:pk>/", lots.draw, name="draw"),
    path("lots/<int:pk>/seal/", lots.draw_seal, name="draw_seal"),
    path("lots/<int:pk>/seed/", lots.draw_seed, name="draw_seed"),
    path("lots/<int:pk>/<slug:what>.csv", lots.draw_file, name="draw_file"),
    path("reasons/<int:pk>/hide/", views.reason_hide, name="hide_reason"),
    path("polls/", polls.polls, name="polls"),
    path("polls/new/", polls.new, name="poll_new"),
    path("polls/now/<int:pk>/", polls.quick, name="poll_now"),
    path("polls/<int:pk>/", polls.poll, name="poll"),
    path("polls/<int:pk>/edit/", polls.edit, name="poll_edit"),
    path("polls/<int:pk>/open/", polls.open_poll, name="poll_open"),
    path("polls/<int:pk>/close/", polls.close, name="poll_close"),
    path("polls/<int:pk>/turnout/", polls.turnout, name="poll_turnout"),
    path("polls/<int:pk>/vote/", voting.vote, name="poll_vote"),
    path("polls/<int:pk>/here/", voting.here, name="poll_here"),
    path("polls/<int:pk>/ballots/", voting.ballots, name="poll_ballots"),
    path("polls/<int:pk>/lines/", voting.lines, name="poll_lines"),
    path("polls/<int:pk>/check/", voting.check, name="poll_check"),
]
