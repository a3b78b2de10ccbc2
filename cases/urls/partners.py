from django.urls import path

from cases.urls.case_files import CASE
from cases.views import involvements, partners, sharing

PARTNERS = f"{CASE}samenwerking/"

urlpatterns = [
    path(PARTNERS, partners.partners, name="partners"),
    path(f"{PARTNERS}betrekken/", involvements.choose, name="involvement-choose"),
    path(f"{PARTNERS}betrekken/<uuid:organisation_id>/", involvements.add, name="involvement-add"),
    path(f"{PARTNERS}inzet/<uuid:involvement_id>/<slug:kind>/", involvements.step, name="involvement-step"),
    path(f"{PARTNERS}delen/", sharing.add, name="sharing-add"),
    path(f"{PARTNERS}delen/<uuid:record_id>/intrekken/", sharing.withdraw, name="sharing-withdraw"),
    path(f"{PARTNERS}gedeeld/nieuw/", sharing.shared, name="shared"),
    path(f"{PARTNERS}gedeeld/", sharing.letter, name="shared-with-whom"),
]
