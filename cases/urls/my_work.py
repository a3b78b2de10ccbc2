from django.urls import path

from cases.views import my_work

urlpatterns = [
    path("mijn-werk/", my_work.my_work, name="my-work"),
    path("mijn-werk/actie/<uuid:action_id>/gedaan/", my_work.action_done, name="my-work-action"),
    path("mijn-werk/terugkomen/<uuid:contact_id>/gedaan/", my_work.followed_up, name="my-work-follow-up"),
]
