from django.urls import path

from shangliang.modules.deliberation.views import boards as views

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
    path("reasons/<int:pk>/hide/", views.reason_hide, name="hide_reason"),
]
