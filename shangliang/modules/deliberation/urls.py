from django.urls import path

from shangliang.modules.deliberation.views import boards as views
from shangliang.modules.deliberation.views import lots

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
]
