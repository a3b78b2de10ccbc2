from django.urls import URLPattern, path

from collectief.views import signal_moves, signals

ONE = "signalen/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("signalen/", signals.signals, name="signals"),
    path("signalen/afgerond/", signals.finished, name="signals-finished"),
    path("signalen/nieuw/", signals.signal_new, name="signal-new"),
    path("signalen/gemeente/<uuid:public_id>/", signal_moves.policy_answer, name="policy-answer"),
    path(ONE, signal_moves.signal, name="signal"),
    path(f"{ONE}oppakken/", signals.take_up, name="signal-take-up"),
    path(f"{ONE}loslaten/", signals.let_go, name="signal-let-go"),
    path(f"{ONE}initiatief/", signal_moves.to_initiative, name="signal-initiative"),
    path(f"{ONE}kans/", signal_moves.to_opportunity, name="signal-opportunity"),
    path(f"{ONE}gemeente/", signal_moves.to_municipality, name="signal-municipality"),
    path(f"{ONE}antwoord/", signal_moves.tell, name="signal-tell"),
    path(f"{ONE}afronden/", signal_moves.close, name="signal-close"),
]
