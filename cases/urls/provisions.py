from django.urls import path

from cases.urls.case_files import CASE
from cases.views import provisions

PROVISION = f"{CASE}voorzieningen/<uuid:provision_id>/"

urlpatterns = [
    path(f"{CASE}voorzieningen/", provisions.provisions, name="provisions"),
    path(f"{CASE}voorzieningen/nieuw/", provisions.new, name="provision-new"),
    path(f"{PROVISION}stoppen/", provisions.end, name="provision-end"),
    path(f"{PROVISION}verlengen/", provisions.renew, name="provision-renew"),
    path("verlengingen/", provisions.renewal_list, name="renewals"),
]
