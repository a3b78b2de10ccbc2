from django.urls import path

from cases.views import clock, exploration

HERE = "casussen/<uuid:public_id>/verkenning/"
TERMS = "casussen/<uuid:public_id>/termijnen/"
CLOCK = f"{TERMS}<uuid:clock_id>/"

urlpatterns = [
    path(HERE, exploration.exploration, name="exploration"),
    path(f"{HERE}beginnen/", exploration.exploration_begin, name="exploration-begin"),
    path(f"{HERE}wie/", exploration.exploration_edit, name="exploration-edit"),
    path(f"{HERE}leefgebied/", exploration.domain, name="exploration-domain-add"),
    path(f"{HERE}leefgebied/<uuid:domain_id>/", exploration.domain, name="exploration-domain"),
    path(f"{HERE}leefgebied/<uuid:domain_id>/weg/", exploration.domain_remove, name="exploration-domain-remove"),
    path(f"{HERE}netwerk/", exploration.network_person, name="network-person-add"),
    path(f"{HERE}netwerk/<uuid:person_id>/", exploration.network_person, name="network-person"),
    path(f"{HERE}netwerk/<uuid:person_id>/weg/", exploration.network_person_remove, name="network-person-remove"),
    path(f"{HERE}eigen-plan/", exploration.own_plan, name="own-plan-add"),
    path(f"{HERE}eigen-plan/<uuid:plan_id>/", exploration.own_plan, name="own-plan"),
    path(f"{HERE}<uuid:version_id>/", exploration.exploration, name="exploration-version"),
    path(TERMS, clock.clock, name="clock"),
    path(f"{TERMS}beginnen/", clock.clock_start, name="clock-start"),
    path(f"{CLOCK}besluit/", clock.clock_decide, name="clock-decide"),
    path(f"{CLOCK}stoppen/", clock.clock_stop, name="clock-stop"),
    path(f"{CLOCK}uitstel/<slug:phase>/", clock.clock_extend, name="clock-extend"),
    path(f"{CLOCK}<slug:step>/", clock.clock_step, name="clock-step"),
]
