from django.urls import path

from cases.urls.case_files import CASE
from cases.views import absences, handovers

HANDOVER = f"{CASE}overdracht/<uuid:handover_id>/"

urlpatterns = [
    path(HANDOVER, handovers.handover, name="handover"),
    path(f"{HANDOVER}aannemen/", handovers.accept, name="handover-accept"),
    path(f"{HANDOVER}weigeren/", handovers.refuse, name="handover-refuse"),
    path(f"{HANDOVER}besluiten/", handovers.decide, name="handover-decide"),
    path(f"{HANDOVER}intrekken/", handovers.withdraw, name="handover-withdraw"),
    path(f"{HANDOVER}verteld/", handovers.inform, name="handover-inform"),
    path("afwezig/", absences.absences, name="absences"),
    path("afwezig/nieuw/", absences.new, name="absence-new"),
    path("afwezig/<uuid:public_id>/", absences.edit, name="absence"),
    path("afwezig/<uuid:public_id>/vervalt/", absences.cancel, name="absence-cancel"),
    path("overdragen/<uuid:worker_id>/", handovers.leaving, name="leaving"),
]
