from django.urls import path

from shangliang.modules.handling.views import boards, desk, dispatches, promises, tasks

app_name = "handling"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("sign/", desk.sign_many, name="sign_many"),
    path("board/", boards.board, name="board"),
    path("check/", boards.check, name="check"),
    path("send/", dispatches.send, name="send"),
    path("dispatches/", dispatches.dispatches, name="dispatches"),
    path("dispatches/<int:pk>/", dispatches.dispatch, name="dispatch"),
    path("dispatches/<int:pk>/judge/", dispatches.judge, name="judge"),
    path("dispatches/<int:pk>/accept/", dispatches.accept, name="accept"),
    path("dispatches/<int:pk>/redo/", dispatches.redo, name="redo"),
    path("tasks/<int:pk>/", tasks.assignment, name="assignment"),
    path("tasks/<int:pk>/draft/", tasks.draft, name="draft"),
    path("tasks/<int:pk>/countersign/", tasks.countersign, name="countersign"),
    path("tasks/<int:pk>/advise/", tasks.advise, name="advise"),
    path("tasks/<int:pk>/contact/", tasks.contact, name="contact"),
    path("tasks/<int:pk>/reassign/", tasks.reassign, name="reassign"),
    path("tasks/<int:pk>/promise/", promises.promise, name="promise"),
    path("promises/<int:pk>/evidence/", promises.evidence, name="evidence"),
    path("promises/<int:pk>/postpone/", promises.postpone, name="postpone"),
    path("evidence/<int:pk>/file/", promises.evidence_file, name="evidence_file"),
]
