from django.urls import path

from shangliang.surfaces.desk import leading, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("move/<slug:kind>/<int:pk>/<slug:verb>/", views.move, name="move"),
    path("extend/<slug:kind>/<int:pk>/", views.extend, name="extend"),
    path("who/<slug:kind>/<int:pk>/", views.who, name="who"),
    path("story/<slug:kind>/<int:pk>/", views.story, name="story"),
    path("journal/<int:root>/<int:seq>/", views.entry, name="entry"),
    path("numbers/", views.numbers, name="numbers"),
    path("leading/", leading.page, name="leading"),
    path("overdue/", views.overdue, name="overdue"),
    path("notices/", views.notices_page, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("search/", views.find, name="search"),
    path("me/", views.me, name="me"),
    path("me/tokens/", views.token_give, name="token_give"),
    path("me/tokens/<int:pk>/end/", views.token_end, name="token_end"),
]
