from django.urls import path

from shangliang.modules.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("open/", views.plan_open, name="open"),
    path("<int:pk>/", views.plan, name="plan"),
    path("<int:pk>/title/", views.plan_title, name="title"),
    path("<int:pk>/add/", views.item_add, name="add"),
    path("<int:pk>/rounds/<slug:held_with>/", views.round_hold, name="round"),
    path("<int:pk>/sign/", views.plan_sign, name="sign"),
    path("<int:pk>/issue/", views.plan_issue, name="issue"),
    path("<int:pk>/print/", views.plan_print, name="print"),
    path("<int:pk>/paper.docx", views.plan_paper, name="paper"),
    path("<int:pk>/items.<slug:form>", views.plan_table, name="table"),
    path("items/<int:pk>/", views.item, name="item"),
    path("items/<int:pk>/edit/", views.item_edit, name="edit"),
    path("items/<int:pk>/change/", views.item_change, name="change"),
]
