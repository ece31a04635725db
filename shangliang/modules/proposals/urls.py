from django.urls import path

from shangliang.modules.proposals.views import assigning, keys

app_name = "proposals"
urlpatterns = [
    path("assigning/", assigning.desk, name="assigning"),
    path("assigning/meeting/", assigning.meeting, name="meeting"),
    path("asked/", assigning.to_answer, name="to_answer"),
    path("asked/<int:pk>/", assigning.asked, name="asked"),
    path("asked/<int:pk>/rule/", assigning.rule, name="rule"),
    path("keys/", keys.board, name="keys"),
    path("keys/<int:pk>/", keys.page, name="key"),
    path("keys/<int:pk>/consult/", keys.consult, name="key_consult"),
    path("keys/<int:pk>/say/", keys.say, name="key_say"),
    path("keys/<int:pk>/decide/", keys.decide, name="key_decide"),
    path("keys/<int:pk>/plan/", keys.plan, name="key_plan"),
    path("keys/<int:pk>/start/", keys.start, name="key_start"),
    path("keys/<int:pk>/arrange/", keys.arrange, name="key_arrange"),
    path("keys/<int:pk>/conclude/", keys.conclude, name="key_conclude"),
    path("keys/<int:pk>/report/", keys.report, name="key_report"),
    path("keys/<int:pk>/instruct/", keys.instruct, name="key_instruct"),
    path("keys/<int:pk>/summarise/", keys.summarise, name="key_summarise"),
    path("acts/<int:pk>/hold/", keys.hold, name="act_hold"),
    path("acts/<int:pk>/reschedule/", keys.reschedule, name="act_reschedule"),
    path("acts/<int:pk>/photo/", keys.photo, name="act_photo"),
    path("instructions/<int:pk>/file/", keys.instruction_file, name="key_instruction_file"),
    path("<int:pk>/", assigning.page, name="proposal"),
    path("<int:pk>/assigning/", assigning.page, name="assigning_of"),
    path("<int:pk>/pre-assign/", assigning.pre_assign, name="pre_assign"),
    path("<int:pk>/repropose/", assigning.repropose, name="repropose"),
    path("<int:pk>/assign/", assigning.assign, name="assign"),
    path("<int:pk>/handle-with/", assigning.handle_with, name="handle_with"),
    path("<int:pk>/nominate/", keys.nominate, name="nominate"),
    path("<int:pk>/publish/", assigning.publish, name="publish"),
    path("<int:pk>/unpublish/", assigning.unpublish, name="unpublish"),
]
