"""How partners help in a few households of the demo: grounds, requests in each state, and two conferences."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from cases.enums import (
    ActionOwner,
    ConsentManner,
    DeclineReason,
    InvolvementMode,
    LegalTask,
    SharingBasis,
    SharingChannel,
)
from cases.enums import SharedKind as K
from cases.models import Case, ConferenceParticipant, Goal, Involvement, Person, SharingRecord
from cases.services import hold_conference, involve_partner
from cases.services.record_sharing import SharingDetails, log_shared, record_sharing, withdraw_sharing
from netwerk.models import Organisation, Professional, Service, WorkingAgreement
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA, SAMIRA
from wijkteam.demo.calendar import Calendar, workday
from wijkteam.demo.partner_account import answer_from_a_mail
from wijkteam.teams.models import TeamMembership

BUDGET, YOUTH, SCHOOL, GP = "Budgethuis Balans", "Jeugdhulp Noorderlicht", "Basisschool De", "Huisarts"
CARE, ADDICTION, CARERS = "Zorggroep De Brug", "Verslavingszorg Kompas", "Steunpunt Mantelzorg"
OUTSIDE = "De afspraak met hen loopt nog niet; met de teamleider besproken."


def make_partners(calendar: Calendar, chance: random.Random) -> None:
    """For three running cases of the worker that the demo signs in as."""
    worker = User.objects.filter(username=FATIMA.username).first()
    if worker is None:
        return
    running = Case.objects.open().filter(coordinators__worker=worker, coordinators__ended_at=None)
    known = running.filter(opened_on__lt=calendar.ago(84)).exclude(underlying_question="").select_related("household")
    with_plan = [case for case in known.order_by("-opened_on", "pk") if _goal(case) is not None]
    cases = with_plan[:3]
    if len(cases) < 3:
        return
    table = _Table(calendar, worker, chance)
    _first(table, cases[0])
    _second(table, cases[1])
    _third(table, cases[2])
    _held(table, cases)
    _planned(table, cases)
    _asked_of_somebody(table, cases[1])
    answer_from_a_mail(calendar, YOUTH, "Jurriaan Pot", chance)


def _goal(case: Case) -> Goal | None:
    agreed = Goal.objects.filter(plan__case=case, plan__ended_at=None, plan__in_force_at__isnull=False)
    return agreed.select_related("plan__case").order_by("position", "pk").first()


@dataclass
class _Table:
    """Who writes, and when."""

    calendar: Calendar
    worker: User
    chance: random.Random

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def day(self, ago: int) -> dt.date:
        return workday(self.calendar.ago(ago))

    def at(self, ago: int, hour: int = 11) -> dt.datetime:
        return start_of(self.day(ago)) + dt.timedelta(hours=hour)

    def partner(self, name: str) -> Organisation:
        return Organisation.objects.filter(name__startswith=name).order_by("pk")[0]

    def consent(
        self, case: Case, name: str, *kinds: K, people: list[Person], ago: int, until: int
    ) -> list[SharingRecord]:
        """`until` is in days from today."""
        day = self.day(ago)
        details = SharingDetails(
            organisation=self.partner(name),
            professional=None,
            basis=SharingBasis.CONSENT,
            law=None,
            ground="",
            consent_on=day,
            consent_manner=ConsentManner.SPOKEN,
            consent_by=people[0].full_name,
            starts_on=day,
            ends_on=self.calendar.today + dt.timedelta(days=until),
        )
        return record_sharing(
            case=case, people=people, kinds=kinds, details=details, by=self.worker, at=self.at(ago),
            request_key=self.key(),
        )  # fmt: skip

    def task(
        self, case: Case, name: str, *kinds: K, people: list[Person], law: LegalTask, ago: int
    ) -> list[SharingRecord]:
        details = SharingDetails(
            organisation=self.partner(name),
            professional=None,
            basis=SharingBasis.TASK,
            law=law,
            ground="Nodig om de hulp te laten beginnen; het gezin weet ervan.",
            consent_on=None,
            consent_manner=None,
            consent_by="",
            starts_on=self.day(ago),
            ends_on=None,
        )
        return record_sharing(
            case=case, people=people, kinds=kinds, details=details, by=self.worker, at=self.at(ago),
            request_key=self.key(),
        )  # fmt: skip

    def ask(
        self,
        case: Case,
        name: str,
        mode: InvolvementMode,
        question: str,
        *,
        ago: int,
        records: list[SharingRecord] | None = None,
        until: int | None = None,
    ) -> Involvement:
        organisation = self.partner(name)
        day = self.day(ago)
        agreements = WorkingAgreement.objects.in_force(on=day).filter(team=case.team_id, organisation=organisation)
        agreement = agreements.first()
        ends_on = self.calendar.today + dt.timedelta(days=until) if until is not None else None
        request = involve_partner.PartnerRequest(
            organisation=organisation,
            service=Service.objects.offered(on=day).filter(organisation=organisation).order_by("pk").first(),
            professional=None,
            mode=mode,
            question=question,
            is_anonymous=not records,
            records=records or [],
            agreement=agreement,
            outside_agreement="" if agreement or mode != InvolvementMode.REFERRED else OUTSIDE,
            ends_on=ends_on,
        )
        return involve_partner.involve_partner(
            case=case, request=request, by=self.worker, at=self.at(ago), request_key=self.key()
        )

    def people(self, case: Case) -> list[Person]:
        """The adults first, the eldest first."""
        members = case.household.members.current(on=self.calendar.today).select_related("person")
        return [one.person for one in members.order_by("person__birth_date", "pk")]


def _first(table: _Table, case: Case) -> None:
    """One partner lets them wait too long, one helps, one is done; a consent ended, and one was taken back."""
    people = table.people(case)
    adult, last = people[:1], people[-1:]
    debts = table.consent(case, BUDGET, K.CONTACT, K.DEBTS, people=adult, ago=80, until=20)
    late = table.ask(
        case,
        BUDGET,
        InvolvementMode.REFERRED,
        "Er zijn drie schuldeisers. Kunnen jullie aan tafel de brieven ordenen en een regeling treffen?",
        records=debts,
        ago=78,
    )
    involve_partner.accept(involvement=late, on=table.day(74), by=table.worker)
    log_shared(
        record=debts[1],
        what="Overzicht van de schulden, samen gemaakt en nagelezen.",
        channel=SharingChannel.TOGETHER,
        at=table.at(60),
        by=table.worker,
        request_key=table.key(),
    )
    youth = table.task(case, YOUTH, K.GOALS, people=last, law=LegalTask.YOUTH, ago=55)
    helps = table.ask(
        case,
        YOUTH,
        InvolvementMode.TEMPORARY,
        "Kunnen jullie acht weken meekijken bij de ochtenden thuis, zodat iedereen op tijd de deur uit is?",
        records=youth,
        ago=50,
        until=14,
    )
    how = "Eerste gesprek met z'n vieren aan de keukentafel."
    involve_partner.start(involvement=helps, on=table.day(41), handover_how=how, by=table.worker)
    health = table.consent(case, GP, K.HEALTH, people=adult, ago=82, until=-30)
    asked = table.ask(
        case,
        GP,
        InvolvementMode.CONSULTED,
        "Het slapen gaat slecht sinds de brieven. Is een gesprek met de praktijkondersteuner een idee?",
        records=health,
        ago=76,
    )
    answer = "Er is plek op het spreekuur. De praktijkondersteuner belt zelf."
    involve_partner.finish(involvement=asked, on=table.day(72), outcome=answer, by=table.worker)
    school = table.consent(case, SCHOOL, K.SCHOOL, people=last, ago=66, until=120)
    log_shared(
        record=school[0],
        what="Dat het thuis onrustig is en dat wij meekijken. Geen bijzonderheden.",
        channel=SharingChannel.SPOKEN,
        at=table.at(64),
        by=table.worker,
        request_key=table.key(),
    )
    why = "Wil voortaan zelf met school praten."
    withdraw_sharing(records=school, on=table.day(14), reason=why, by=table.worker)


def _second(table: _Table, case: Case) -> None:
    """A door that stayed shut for want of room, one that was not needed after all, and a question without a name."""
    people = table.people(case)
    care = table.consent(case, CARE, K.CONTACT, K.HEALTH, people=people[:1], ago=48, until=130)
    shut = table.ask(
        case,
        CARE,
        InvolvementMode.REFERRED,
        "Komt de deur niet meer uit en wil zelf behandeling. Kunnen jullie op huisbezoek komen?",
        records=care,
        ago=45,
    )
    involve_partner.decline(
        involvement=shut,
        on=table.day(31),
        reason=DeclineReason.CAPACITY,
        note="Geen plek voor nieuwe aanmeldingen tot na de zomer. Bel dan opnieuw.",
        by=table.worker,
    )
    carers = table.consent(case, CARERS, K.CONTACT, people=people[:1], ago=40, until=90)
    off = table.ask(
        case,
        CARERS,
        InvolvementMode.TEMPORARY,
        "Kan iemand meedenken over de zorg voor oma?",
        records=carers,
        ago=38,
        until=60,
    )
    why = "Een tante doet de zorg nu op maandag en woensdag."
    involve_partner.call_off(involvement=off, on=table.day(24), reason=why, by=table.worker)
    table.ask(
        case,
        ADDICTION,
        InvolvementMode.CONSULTED,
        "Hoe begin je een gesprek over drinken met iemand die dat zelf niet noemt?",
        ago=4,
    )


def _third(table: _Table, case: Case) -> None:
    """Just asked, and just accepted."""
    people = table.people(case)
    budget = table.consent(case, BUDGET, K.CONTACT, K.DEBTS, people=people[:1], ago=12, until=170)
    soon = table.ask(
        case, BUDGET, InvolvementMode.REFERRED, "Graag hulp bij het aanvragen van een regeling.", records=budget, ago=11
    )
    involve_partner.accept(involvement=soon, on=table.day(7), by=table.worker)
    youth = table.task(case, YOUTH, K.GOALS, K.SCHOOL, people=people[-1:], law=LegalTask.YOUTH, ago=6)
    table.ask(
        case,
        YOUTH,
        InvolvementMode.REFERRED,
        "De oudste gaat weinig naar school. Kunnen jullie thuis in gesprek gaan?",
        records=youth,
        ago=5,
    )


def _company(case: Case, worker: User, day: dt.date) -> list[User]:
    there = TeamMembership.objects.current(on=day).filter(team=case.team_id).exclude(user=worker)
    return [worker, *(one.user for one in there.select_related("user").order_by("user__name", "pk")[:3])]


def _professional(table: _Table, organisation: str, *, name: str = "") -> Professional:
    found = Professional.objects.working(on=table.calendar.today).filter(organisation=table.partner(organisation))
    return found.filter(name=name).first() or found.order_by("pk")[0]


def _asked_of_somebody(table: _Table, case: Case) -> None:
    """Who has an account finds them there: help for a while that waits for an answer, and a question without a name."""
    people = table.people(case)
    budget = table.consent(case, BUDGET, K.DEBTS, people=people[:1], ago=4, until=120)
    table.ask(
        case,
        BUDGET,
        InvolvementMode.TEMPORARY,
        "Kan iemand drie keer mee aan de keukentafel om de post en de vaste lasten op een rij te zetten?",
        records=budget,
        ago=3,
        until=60,
    )
    table.ask(
        case,
        BUDGET,
        InvolvementMode.CONSULTED,
        "Wat vraag je als eerste aan iemand met een eigen zaak en schulden bij leveranciers?",
        ago=2,
    )


def _held(table: _Table, cases: list[Case]) -> None:
    """Behind us: what was said, a decision in the plan, and the hours of who was there."""
    ago = 6 if table.calendar.today.day > 8 else 1
    starts_at = table.at(ago, hour=10)
    plan = hold_conference.ConferencePlan(
        starts_at=starts_at,
        minutes=75,
        place="Wijkcentrum, zaal boven",
        chair=table.worker,
        workers=_company(cases[0], table.worker, starts_at.date()),
    )
    made = hold_conference.plan_conference(
        team=cases[0].team,
        plan=plan,
        professionals=[_professional(table, YOUTH)],
        previous=None,
        by=table.worker,
        at=starts_at - dt.timedelta(days=9),
        request_key=table.key(),
    )
    guests = list(made.participants.filter(professional__isnull=False))
    for case, question, notes, outsiders, decision in (
        (
            cases[0],
            "De ochtenden gaan beter. Wat is nodig om het vast te houden als de hulp stopt?",
            "Noorderlicht ziet rust aan de ontbijttafel. Het gezin probeert het zelf, met de buurvrouw achter de hand.",
            guests,
            "Samen een weekrooster maken voor na de hulp",
        ),
        (
            cases[1],
            "De Brug heeft geen plek. Wat kan er wel in de buurt?",
            "De huisarts heeft een praktijkondersteuner. In de buurtkamer is op donderdag een inloop.",
            [],
            "Bellen met de praktijkondersteuner over de tijd tot er plek is",
        ),
        (
            None,
            "Wie heeft ervaring met een huurschuld van iemand die de deur niet opendoet?",
            "Samen met de wijkbeheerder langsgaan werkt, niet met een brief.",
            [],
            "",
        ),
    ):
        item = hold_conference.add_item(
            conference=made, case=case, question=question, minutes=20, by=table.worker, request_key=table.key()
        )
        hold_conference.write_item(
            item=item, notes=notes, minutes=20, outsiders=outsiders, by=table.worker, at=starts_at
        )
        if decision and case is not None:
            hold_conference.decide(
                item=item,
                text=decision,
                goal=_goal(case),
                owner=ActionOwner.TEAM,
                owner_name="",
                by=table.worker,
                at=starts_at + dt.timedelta(minutes=40),
                request_key=table.key(),
            )
    present = list(made.participants.order_by("pk"))
    hold_conference.close_conference(
        conference=made, present=present[:-2] + guests, by=table.worker, at=starts_at + dt.timedelta(minutes=80)
    )
    ConferenceParticipant.objects.filter(conference=made).update(sent_sequence=0)


def _planned(table: _Table, cases: list[Case]) -> None:
    """Next week: somebody from a partner hears of one household, and one question is without a name."""
    day = table.calendar.today + dt.timedelta(days=8 - table.calendar.today.weekday())
    plan = hold_conference.ConferencePlan(
        starts_at=start_of(day) + dt.timedelta(hours=10),
        minutes=60,
        place="Wijkcentrum, zaal boven",
        chair=table.worker,
        workers=_company(cases[0], table.worker, day),
    )
    made = hold_conference.plan_conference(
        team=cases[0].team,
        plan=plan,
        professionals=[_professional(table, BUDGET, name=SAMIRA.name)],
        previous=None,
        by=table.worker,
        at=table.at(3),
        request_key=table.key(),
    )
    guests = list(made.participants.filter(professional__isnull=False))
    for case, question, outsiders in (
        (cases[0], "Het wachten op Balans duurt nu elf weken. Wat kunnen we intussen samen doen?", guests),
        (cases[2], "De oudste gaat weinig naar school. Wie van ons kent dit gezin al?", []),
        (None, "Hoe doen jullie dat: een gesprek over drinken als iemand het zelf niet noemt?", []),
    ):
        item = hold_conference.add_item(
            conference=made, case=case, question=question, minutes=20, by=table.worker, request_key=table.key()
        )
        hold_conference.write_item(
            item=item, notes="", minutes=20, outsiders=outsiders, by=table.worker, at=table.at(3)
        )
