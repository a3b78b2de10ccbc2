from django.urls import URLPattern, path

from netwerk.views import agreements

ONE = "netwerk/werkafspraken/<uuid:public_id>/"
urlpatterns: list[URLPattern] = [
    path("netwerk/werkafspraken/", agreements.agreements, name="agreements"),
    path(ONE, agreements.agreement, name="agreement"),
    path(f"{ONE}teruggekeken/", agreements.agreement_review, name="agreement-review"),
    path(f"{ONE}beeindigen/", agreements.agreement_end, name="agreement-end"),
    path("netwerk/organisaties/<uuid:public_id>/werkafspraak/", agreements.agreement_new, name="agreement-new"),
]
