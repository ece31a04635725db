from django.urls import path

from shangliang.modules.voices import views

app_name = "voices"
urlpatterns = [
    path("", views.voice_list, name="list"),
    path("<int:pk>/", views.voice, name="voice"),
    path("<int:pk>/decline/", views.decline, name="decline"),
    path("<int:pk>/contact/", views.contact, name="contact"),
    path("<int:pk>/files/<int:file>/", views.file, name="file"),
    path("calls/", views.call_list, name="calls"),
    path("calls/new/", views.call_new, name="call_new"),
    path("calls/<int:pk>/", views.call, name="call"),
    path("sheets/", views.sheet_list, name="sheets"),
    path("sheets/new/", views.sheet_new, name="sheet_new"),
    path("sheets/<int:pk>/", views.sheet, name="sheet"),
]
