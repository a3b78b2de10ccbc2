from django.urls import path

from cases.urls.partners import PARTNERS
from cases.views import outside_wishes, waiting

urlpatterns = [
    path("netwerk/wachttijden/", waiting.waiting_times, name="waiting"),
    path("netwerk/wachttijden/te-lang/", waiting.late_partners, name="late-partners"),
    path("netwerk/wachttijden/<uuid:organisation_id>/", waiting.waiting_of, name="waiting-of"),
    path(f"{PARTNERS}inzet/<uuid:involvement_id>/nagevraagd/", waiting.inquiry, name="inquiry"),
    path(f"{PARTNERS}elders/", outside_wishes.add, name="outside-wish"),
    path(f"{PARTNERS}elders/<uuid:wish_id>/terug/", outside_wishes.withdraw, name="outside-wish-withdraw"),
]
