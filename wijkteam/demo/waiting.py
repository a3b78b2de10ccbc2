"""Requests to partners through the year: what makes waiting visible, with who waits too long and what was done."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from typing import Any

from cases.enums import ConsentManner, DeclineReason, InvolvementMode, SharedKind, SharingBasis
from cases.models import Case, HouseholdMember, Involvement, SharingRecord
from cases.services.ask_again import ask_again
from cases.services.wish_outside import wish_outside
from netwerk.models import Organisation, Service, WorkingAgreement
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar, workday

REQUESTS = 300
# Weeks until the help begins, usually: at the start of the year and now. The stated times stand in texts/partners.py.
USUAL = {
    "Budgethuis Balans": (4, 7),
    "Zorggroep De Brug": (9, 15),
    "Jeugdhulp Noorderlicht": (10, 16),
    "Verslavingszorg Kompas": (7, 5),
    "GGD jeugd en volwassenen": (5, 6),
    "Steunpunt Mantelzorg": (2, 2),
    "Stichting Welzijn Waterrijk": (5, 3),
    "Vrouwenopvang De Luwte": (2, 3),
    "Veilig Thuis Regio": (0, 1),
}
SAID = (
    "De intake staat gepland. Tot die tijd mogen wij bellen voor overleg.",
    "Wachtlijst is door ziekte opgelopen. Zij bellen het gezin zelf deze week.",
    "Nog geen datum. Aanmeldcoördinator bespreekt het maandag in het team.",
    "Aanmelding lag op de verkeerde stapel; staat nu bovenaan.",
)
OUTSIDE = "Er is met hen nog niets afgesproken; past het best bij deze vraag."
WITHOUT_REFERRAL = "Op eigen verzoek van het gezin; in het team besproken."


@dataclass(frozen=True)
class _Partner:
    organisation: Organisation
    service: Service
    usual: tuple[int, int]
    themes: frozenset[int]
    agreements: tuple[WorkingAgreement, ...]

    def agreement(self, team_id: int, on: dt.date) -> WorkingAgreement | None:
        return next(
            (
                one
                for one in self.agreements
                if one.team_id == team_id and one.starts_on <= on and (one.ends_on is None or one.ends_on > on)
            ),
            None,
        )


def make_waiting(calendar: Calendar, chance: random.Random) -> None:
    """For cases that no partner was asked about yet; then a few inquiries, and two wishes for help elsewhere."""
    partners = _partners()
    taken = set(Involvement.objects.values_list("case", flat=True))
    cases = list(
        Case.objects.exclude(underlying_question="")
        .exclude(pk__in=taken)
        .filter(opened_on__lt=calendar.ago(30), coordinators__isnull=False)
        .select_related("household")
        .distinct()
        .order_by("pk")
    )
    adults: dict[int, int] = {}
    for household, person in (
        HouseholdMember.objects.filter(household__in={case.household_id for case in cases}, ends_on=None)
        .order_by("household", "person__birth_date", "pk")
        .values_list("household", "person")
    ):
        adults.setdefault(household, person)
    workers = dict(
        Case.objects.filter(pk__in=[case.pk for case in cases])
        .order_by("coordinators__started_at")
        .values_list("pk", "coordinators__worker")
    )
    records: list[SharingRecord] = []
    asked: list[Involvement] = []
    chance.shuffle(cases)
    for case in cases:
        fitting = [one for one in partners if case.theme_id in one.themes]
        if not fitting or case.household_id not in adults or len(asked) >= REQUESTS:
            continue
        last = (case.closed_on or calendar.today) - dt.timedelta(days=3)
        first = case.opened_on + dt.timedelta(days=14)
        if last <= first:
            continue
        sent_on = workday(first + dt.timedelta(days=chance.randrange((last - first).days)))
        record, made = _request(
            calendar, chance, case, chance.choice(fitting), sent_on, adults[case.household_id], workers[case.pk]
        )
        records.append(record)
        asked.append(made)
    SharingRecord.objects.bulk_create(records)
    Involvement.objects.bulk_create(asked)
    _ask_again(calendar, chance)
    _wish(calendar)


def _partners() -> "list[_Partner]":
    rows = Organisation.objects.filter(name__in=USUAL).prefetch_related("themes", "services", "agreements")
    return [
        _Partner(
            organisation=organisation,
            service=next(iter(organisation.services.all())),
            usual=USUAL[organisation.name],
            themes=frozenset(theme.pk for theme in organisation.themes.all()),
            agreements=tuple(organisation.agreements.all()),
        )
        for organisation in rows.order_by("name")
    ]


def _request(
    calendar: Calendar,
    chance: random.Random,
    case: Case,
    partner: _Partner,
    sent_on: dt.date,
    person: int,
    worker: int,
) -> tuple[SharingRecord, Involvement]:
    record = SharingRecord(
        public_id=_uuid(chance),
        case=case,
        person_id=person,
        kind=SharedKind.GOALS,
        organisation=partner.organisation,
        basis=SharingBasis.CONSENT,
        consent_on=sent_on,
        consent_manner=ConsentManner.SPOKEN,
        consent_by="Aan de keukentafel",
        starts_on=sent_on,
        ends_on=sent_on + dt.timedelta(days=365),
        recorded_at=start_of(sent_on) + dt.timedelta(hours=10),
        recorded_by_id=worker,
    )
    agreement = partner.agreement(case.team_id, sent_on)
    mode = InvolvementMode.REFERRED if chance.random() < 0.7 else InvolvementMode.TEMPORARY
    reason = ""
    if mode == InvolvementMode.REFERRED:
        reason = OUTSIDE if agreement is None else "" if agreement.refer.strip() else WITHOUT_REFERRAL
    made = Involvement(
        public_id=_uuid(chance),
        case=case,
        organisation=partner.organisation,
        service=partner.service,
        mode=mode,
        question="Kunnen jullie hiermee helpen? Het plan gaat mee, de regie blijft bij ons.",
        sharing=record,
        agreement=agreement,
        outside_agreement=reason,
        sent_on=sent_on,
        sent_by_id=worker,
        ends_on=sent_on + dt.timedelta(days=365) if mode == InvolvementMode.TEMPORARY else None,
        **_became(calendar, chance, case, partner, sent_on),
    )
    return record, made


def _became(
    calendar: Calendar, chance: random.Random, case: Case, partner: _Partner, sent_on: dt.date
) -> dict[str, Any]:
    """Answered, begun, ended; or refused, or not needed any more; or they wait."""
    passed = (sent_on - calendar.start).days / max(1, (calendar.today - calendar.start).days)
    usual = 7 * (partner.usual[0] + (partner.usual[1] - partner.usual[0]) * passed)
    until = case.closed_on or calendar.yesterday
    if chance.random() < 0.09:
        declined_on = workday(sent_on + dt.timedelta(days=chance.randrange(4, 30)))
        if sent_on <= declined_on <= until:
            reason = chance.choice((DeclineReason.CAPACITY, DeclineReason.WAITING_LIST, DeclineReason.NOT_SUITABLE))
            return {"declined_on": declined_on, "decline_reason": reason}
    accepted_on = workday(sent_on + dt.timedelta(days=chance.randrange(3, 13)))
    started_on = workday(max(accepted_on, sent_on + dt.timedelta(days=round(usual * chance.lognormvariate(0, 0.4)))))
    began = started_on <= until
    dates: dict[str, Any] = {}
    if sent_on <= accepted_on <= until:
        dates["accepted_on"] = accepted_on
    if began:
        dates["started_on"] = started_on
        if chance.random() < 0.75:
            dates |= {"handover_on": started_on, "handover_how": "Eerste gesprek samen."}
        finished_on = workday(started_on + dt.timedelta(days=chance.randrange(40, 160)))
        if case.closed_on is not None or finished_on <= until:
            dates |= {"finished_on": min(max(finished_on, started_on), until), "outcome": "Gaat zo verder zonder hen."}
    elif case.closed_on is not None:
        dates |= {"cancelled_on": case.closed_on, "cancel_reason": "Niet meer nodig: het lukte anders."}
    return dates


def _ask_again(calendar: Calendar, chance: random.Random) -> None:
    """The team of the demo's worker called about some of those who wait too long."""
    worker = User.objects.filter(username=FATIMA.username).first()
    late = (
        Involvement.objects.late(on=calendar.today)
        .filter(case__closed_on=None, case__team__memberships__user=worker)
        .select_related("case", "organisation")
        .order_by("sent_on", "pk")
    )
    for number, involvement in enumerate(late[:6]):
        by = involvement.case.coordinators.current().select_related("worker").first()
        if by is None or number == 0:  # of the longest nobody thought
            continue
        day = max(workday(calendar.ago(3 + 4 * number)), involvement.sent_on)
        ask_again(
            involvement=involvement,
            occurred_at=start_of(day) + dt.timedelta(hours=11),
            minutes=5,
            words=SAID[number % len(SAID)],
            expected_on=calendar.today + dt.timedelta(days=10 + 7 * number) if number % 2 else None,
            by=by.worker,
            request_key=_uuid(chance),
        )


def _wish(calendar: Calendar) -> None:
    worker = User.objects.filter(username=FATIMA.username).first()
    if worker is None:
        return
    kept = Case.objects.open().filter(coordinators__worker=worker, coordinators__ended_at=None)
    for case, who, note in zip(
        kept.filter(opened_on__lt=calendar.ago(40)).order_by("opened_on", "pk")[:2],
        ("Moeder, aan de keukentafel", "Beiden"),
        ("Liever niet bij een praktijk waar de buren ook komen.", ""),
        strict=False,
    ):
        wish_outside(
            case=case,
            asked_on=workday(calendar.ago(33)),
            asked_by=who,
            note=note,
            by=worker,
            at=start_of(calendar.ago(30)) + dt.timedelta(hours=15),
        )


def _uuid(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
