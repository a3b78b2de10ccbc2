from django.urls import URLPattern, path

from collectief.views import reflections

urlpatterns: list[URLPattern] = [
    path("reflecties/", reflections.reflections, name="reflections"),
    path("reflecties/nieuw/", reflections.reflection_new, name="reflection-new"),
    path("reflecties/<uuid:public_id>/", reflections.reflection, name="reflection"),
    path("reflecties/terugkijken/<uuid:public_id>/", reflections.review, name="review"),
]
