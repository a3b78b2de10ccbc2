from django.urls import URLPattern, path

from collectief.views import stories

urlpatterns: list[URLPattern] = [
    path("verhalen/", stories.stories, name="stories"),
    path("verhalen/nieuw/", stories.story_new, name="story-new"),
    path("verhalen/<uuid:public_id>/", stories.story, name="story"),
    path("verhalen/<uuid:public_id>/wijzigen/", stories.story_edit, name="story-edit"),
    path("verhalen/<uuid:public_id>/vragen/", stories.story_ask, name="story-ask"),
    path("verhalen/<uuid:public_id>/lezen/", stories.story_reading, name="story-reading"),
    path("verhalen/<uuid:public_id>/delen/", stories.story_share, name="story-share"),
    path("verhalen/<uuid:public_id>/dank/", stories.story_thanks, name="story-thanks"),
    path("verhalen/<uuid:public_id>/intrekken/", stories.story_withdraw, name="story-withdraw"),
]
