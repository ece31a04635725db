from django.urls import path

from shangliang.look import views

app_name = "look"
urlpatterns = [
    path("look/elder/", views.elder, name="elder"),
    path("look/theme/", views.theme, name="theme"),
    path("look/language/", views.language, name="language"),
    path("offline.js", views.worker, name="worker"),
    path("style/", views.style, name="style"),
]
