"""What a team wrote when it looked broadly with a few households, and what the street took up."""

import datetime as dt

from cases.enums import LifeDomain, Origin, OwnPlanKind, RelationKind
from cases.enums import Outcome as Result
from cases.models import (
    Case,
    CaseCoordinator,
    CheckBack,
    DomainAssessment,
    Exploration,
    NetworkPerson,
    OwnPlan,
    Question,
    StatutoryClock,
)
from wijkteam.areas.models import Theme
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.ledger import Ledger
from wijkteam.demo.municipality import TeamSetting

# part of life, why, what goes well, what presses, their own score, ours
DOMAINS = (
    (LifeDomain.FINANCE, "Elke maand is het geld op de twintigste op. Ze slaapt er slecht van.",
     "Ze houdt een kasboek bij en is open over wat ze uitgeeft.", "Drie schuldeisers en een energierekening.", 3, 2),
    (LifeDomain.PARENTING, "De oudste gaat sinds de zomer weinig naar school.",
     "Ze ontbijten elke dag samen. De jongste doet het goed.", "De leerplichtambtenaar heeft gebeld.", 2, 3),
    (LifeDomain.NETWORK, "Ze zegt: ik wil niemand tot last zijn.",
     "Haar zus komt elke week. De buurvrouw let op de kinderen.", "Na de scheiding vielen veel vrienden weg.", 4, 3),
    (LifeDomain.MENTAL, "Ze is moe en ziet er tegenop de deur uit te gaan.",
     "Zingen in het koor geeft haar rust.", "", 2, 2),
)  # fmt: skip
# name, who, how close, gives, gets, tension, could help with
PEOPLE = (
    ("Zus Samira", RelationKind.FAMILY, 1, True, True, False, "een weekend op de kinderen passen"),
    ("Oma", RelationKind.PARENT, 1, True, False, True, ""),
    ("Vader kinderen", RelationKind.FAMILY, 2, False, False, True, "de kinderen naar zwemles brengen"),
    ("Buurvrouw Ria", RelationKind.NEIGHBOUR, 2, True, False, False, "samen de post openmaken"),
    ("Het koor", RelationKind.GROUP, 2, True, False, False, ""),
    ("Juf Anouk", RelationKind.WORK_OR_SCHOOL, 3, True, False, False, "de oudste bij de poort opvangen"),
    ("Vriendin Joyce", RelationKind.FRIEND, 3, False, False, False, ""),
    ("Huisarts", RelationKind.PROFESSIONAL, 3, True, False, False, ""),
)
HELPERS = ("Mevrouw De Boer van nummer 12", "Buurman Ali", "Vrijwilliger Truus van de soep")
PLAN = (
    "Samira haalt de kinderen op dinsdag van school. Oma kookt op donderdag. "
    "Ria komt op maandag koffie drinken en dan doen we samen de post. Over drie maanden kijken we of het lukt."
)


def make_explorations(ledger: Ledger, calendar: Calendar, settings: list[TeamSetting]) -> None:
    """For the open cases of one worker that opened last; and for each team something that the street took up."""
    mine = [
        period.case
        for period in ledger.rows(CaseCoordinator)
        if period.ended_at is None and period.worker.username == FATIMA.username and period.case.is_open
    ]
    worker = next((one.worker for one in ledger.rows(CaseCoordinator) if one.worker.username == FATIMA.username), None)
    for place, case in enumerate(sorted(mine, key=lambda one: (one.opened_on, one.pk), reverse=True)[1:4]):
        at = max(start_of(case.opened_on), start_of(calendar.ago(20))) + dt.timedelta(hours=10)
        one = ledger.add(
            Exploration(
                case=case, version=1, created_at=at, created_by=worker, with_whom="het gezin, zus Samira en Fatima"
            )
        )
        for domain, reason, strengths, problems, own_score, score in DOMAINS[: 4 - place]:
            ledger.add(
                DomainAssessment(
                    exploration=one,
                    life_domain=domain,
                    reason=reason,
                    strengths=strengths,
                    problems=problems,
                    own_score=own_score,
                    score=score,
                )
            )
        for name, kind, closeness, gives, gets, tension, helps in PEOPLE[: 8 - 2 * place]:
            ledger.add(
                NetworkPerson(
                    exploration=one,
                    name=name,
                    kind=kind,
                    closeness=closeness,
                    gives_support=gives,
                    gets_support=gets,
                    has_tension=tension,
                    could_help_with=helps,
                )
            )
        ledger.add(StatutoryClock(case=case, started_at=at, started_by=worker, reported_on=_reported(ledger, case)))
        if place == 0:
            ledger.add(
                OwnPlan(
                    case=case,
                    kind=OwnPlanKind.FAMILY_GROUP,
                    made_by="Het gezin, met Samira, oma en Ria",
                    made_on=case.opened_on,
                    handed_over_on=case.opened_on,
                    text=PLAN,
                    added_at=at,
                    added_by=worker,
                )
            )
    theme = ledger.rows(Theme)[0]
    for setting, helper in zip(settings, HELPERS, strict=True):
        _street(ledger, calendar, setting, helper, theme)


def _reported(ledger: Ledger, case: Case) -> dt.date:
    """The day its question came in, or the day it opened."""
    days = [question.received_at.date() for question in ledger.rows(Question) if question.case_id == case.pk]
    return min([*days, case.opened_on])


def _street(ledger: Ledger, calendar: Calendar, setting: TeamSetting, helper: str, theme: Theme) -> None:
    """Taken up three weeks ago; today is the day to look how it goes."""
    received_at = start_of(calendar.ago(23)) + dt.timedelta(hours=11)
    worker = next(iter(setting.workers(received_at.date())))
    decided_at = received_at + dt.timedelta(days=2)
    question = ledger.add(
        Question(
            team=setting.team,
            received_at=received_at,
            origin=Origin.NETWORK,
            asked="Mijn buurman komt de trap niet meer af. Hij eet elke dag brood en spreekt niemand.",
            asker="een buurvrouw",
            resident="een buurman",
            received_by=worker,
            theme=theme,
            area=next(iter(setting.neighbourhoods)),
            decided_at=decided_at,
            decided_by=worker,
            outcome=Result.STREET,
            taken_up_by=helper,
            outcome_note="Brengt twee keer per week een warme maaltijd en blijft even zitten.",
        )
    )
    ledger.add(CheckBack(question=question, due_on=calendar.today, planned_at=decided_at, planned_by=worker))
