from django.urls import path

from shangliang.modules.remote import views

app_name = "remote"
urlpatterns = [
    path("gatherings/<int:pk>/", views.of, name="of"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/recording/", views.recording, name="recording"),
    path("<int:pk>/consent/", views.consent, name="consent"),
    path("<int:pk>/enter/", views.enter, name="enter"),
    path("<int:pk>/room/", views.room, name="room"),
]
