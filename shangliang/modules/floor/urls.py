from django.urls import path

from shangliang.modules.floor.views import captions, console, halls, questions, rooms, screens, speeches

app_name = "floor"
urlpatterns = [
    path("of/<int:gathering>/", rooms.of, name="of"),
    path("<int:pk>/", rooms.floor, name="floor"),
    path("<int:pk>/arrange/", rooms.arrange, name="arrange"),
    path("<int:pk>/console/", console.console, name="console"),
    path("<int:pk>/begin/", console.begin, name="begin"),
    path("<int:pk>/console/<slug:name>/", console.part, name="part"),
    path("<int:pk>/agenda/<int:order>/", console.open_part, name="open_part"),
    path("<int:pk>/speeches/", speeches.enter, name="enter_speech"),
    path("speeches/<int:pk>/notes/", speeches.notes, name="notes"),
    path("speeches/<int:pk>/<slug:act>/", speeches.act, name="speech"),
    path("questions/<int:pk>/", questions.question, name="question"),
    path("questions/<int:pk>/show/", questions.show, name="show"),
    path("questions/<int:pk>/hide/", questions.hide, name="hide"),
    path("questions/<int:pk>/answer/", questions.answer, name="answer"),
    path("questions/<int:pk>/hand/", questions.hand, name="hand"),
    path("questions/<int:pk>/reply/", questions.reply, name="reply"),
    path("<int:pk>/captions/", captions.captions, name="captions"),
    path("<int:pk>/captions/new/", captions.add, name="caption"),
    path("captions/<int:pk>/", captions.correct, name="correct"),
    path("<int:pk>/screen/", screens.screen, name="screen"),
    path("<int:pk>/screen/part/", screens.part, name="screen_part"),
    path("<int:pk>/show/", screens.switch, name="switch"),
    path("<int:pk>/page/<int:material>/<int:number>/", screens.picture, name="picture"),
    path("enter/<str:carried>/", halls.enter, name="enter"),
    path("hall/<slug:code>/", halls.hall, name="hall"),
    path("hall/<slug:code>/mine/<slug:part>/", halls.mine, name="mine"),
    path("hall/<slug:code>/ask/", halls.ask, name="ask"),
    path("hall/<slug:code>/withdraw/<int:speech>/", halls.withdraw, name="withdraw"),
    path("hall/<slug:code>/question/", halls.put, name="put"),
    path("hall/<slug:code>/support/", halls.support, name="support"),
    path("hall/<slug:code>/take-back/<int:question>/", halls.take_back, name="take_back"),
]
