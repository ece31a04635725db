from django.urls import path

from shangliang.modules.minutes.views import answering, drafting, papers, signing

app_name = "minutes"
urlpatterns = [
    path("", papers.listed, name="list"),
    path("of/<int:pk>/", papers.of, name="of"),
    path("mine/", answering.mine, name="mine"),
    path("<int:pk>/", papers.minutes, name="minutes"),
    path("<int:pk>/add/", papers.add, name="add"),
    path("<int:pk>/circulate/", signing.circulate, name="circulate"),
    path("<int:pk>/settle/", signing.settle, name="settle"),
    path("<int:pk>/consensus/<int:consensus>/", answering.cite, name="cite"),
    path("<int:pk>/answer-rest/", answering.answer_rest, name="answer_rest"),
    path("<int:pk>/versions/", papers.versions, name="versions"),
    path("<int:pk>/versions/<int:number>/", papers.version, name="version"),
    path("<int:pk>/paper/", papers.paper, name="paper"),
    path("<int:pk>/machine/", drafting.machine, name="machine"),
    path("drafts/<int:pk>/take/", drafting.take, name="take"),
    path("items/<int:pk>/", papers.item, name="item"),
    path("items/<int:pk>/decide/", papers.decide, name="decide"),
    path("items/<int:pk>/remove/", papers.remove, name="remove"),
    path("signings/<int:pk>/", signing.sign, name="sign"),
    path("signings/<int:pk>/excuse/", signing.excuse, name="excuse"),
    path("objections/<int:pk>/", signing.keep_objection, name="keep_objection"),
    path("treatments/<int:pk>/", answering.treatment, name="treatment"),
    path("treatments/<int:pk>/answer/", answering.answer, name="answer"),
]
