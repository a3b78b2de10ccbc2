from django.urls import path

from cases.views import household_page

CASE = "casussen/<uuid:public_id>/"

urlpatterns = [
    path(f"{CASE}huishouden/", household_page.household, name="household"),
]
