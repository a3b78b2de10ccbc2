from django.urls import path

from cases.urls.partners import PARTNERS
from cases.views import collective

urlpatterns = [
    path(f"{PARTNERS}samen/", collective.choose, name="collective-choose"),
    path(f"{PARTNERS}samen/bezoek/", collective.visits, name="visits-ask"),
    path(f"{PARTNERS}samen/<uuid:initiative_id>/", collective.refer, name="collective-refer"),
    path(f"{PARTNERS}samen/<uuid:referral_id>/einde/", collective.end, name="collective-end"),
]
