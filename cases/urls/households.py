from django.urls import path

from cases.views import doubles, household_changes, household_page

CASE = "casussen/<uuid:public_id>/"

urlpatterns = [
    path(f"{CASE}huishouden/", household_page.household, name="household"),
    path(f"{CASE}verhuizen/", household_changes.move, name="household-move"),
    path(f"{CASE}apart-wonen/", household_changes.split, name="household-split"),
    path(f"{CASE}samenvoegen/", household_changes.merge_find, name="household-merge-find"),
    path(f"{CASE}samenvoegen/<uuid:other_id>/", household_changes.merge, name="household-merge"),
    path("mogelijk-dubbel/", doubles.doubles, name="doubles"),
    path("mogelijk-dubbel/<uuid:public_id>/", doubles.answer, name="double-answer"),
]
