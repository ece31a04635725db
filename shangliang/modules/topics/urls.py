from django.urls import path

from shangliang.modules.topics import views

app_name = "topics"
urlpatterns = [
    path("", views.topic_list, name="list"),
    path("board/", views.board, name="board"),
    path("board/regroup/", views.regroup, name="regroup"),
    path("board/group/<int:pk>/", views.cluster, name="cluster"),
    path("board/voice/<int:pk>/pass-on/", views.voice_pass_on, name="voice_pass_on"),
    path("board/voice/<int:pk>/field/", views.voice_field, name="voice_field"),
    path("new/", views.topic_new, name="new"),
    path("<int:pk>/", views.topic, name="topic"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/score/", views.score, name="score"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/pass-on/", views.pass_on, name="pass_on"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/release/", views.release, name="release"),
]
