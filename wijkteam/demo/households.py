"""What happens to households over time, one of each: a restricted file, parents who live apart, two files that were one
household, a double that another team may have made, and files that were opened in an emergency."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db.models import Max, Model

from cases.enums import ContactKind, EmergencyKind, HouseholdRole, RestrictionKind, ReviewResult
from cases.models import BreakGlass, Case, Contact, Household, HouseholdMember, Person
from cases.selectors.merge_page import same_people
from cases.services.log_contact import ContactDetails, log_contact
from cases.services.merge_households import merge_households
from cases.services.move_house import NewAddress
from cases.services.open_case import NewHousehold, NewPerson, open_case
from cases.services.restrict_case import restrict_case
from cases.services.split_household import Goes, NewHome, split_household
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import TeamMembership

MADE: tuple[type[Model], ...] = (Household, Person, Case, Contact, TimeEntry)
GROWN_UP = (HouseholdRole.ADULT, HouseholdRole.PARENT)
WHY = "Zelfde naam en geboortedatum. De huisarts had dit gezin nog een keer aangemeld, zonder dat iemand het zag."
HEARD = "Kennisgemaakt aan de telefoon. In dit gezin kennen ze al iemand van het wijkteam: Fatima."
EMERGENCY = "De politie staat aan de deur bij het gezin. De kinderen zijn alleen thuis en de regisseur neemt niet op."
EARLIER = "De buurvrouw belt dat er geschreeuwd wordt en noemt het nummer dat ze van het gezin kreeg."
JUDGED = "Nagevraagd bij de politie en bij het team. Er was haast, en er is alleen gelezen wat nodig was."


def make_households(calendar: Calendar) -> None:
    """For the open cases of the worker that the demo signs in as; none of those that the family reads along with."""
    worker = User.objects.filter(username=FATIMA.username).first()
    if worker is None:
        return
    running = Case.objects.open().filter(coordinators__worker=worker, coordinators__ended_at=None)
    oldest = running.filter(reading_links=None).select_related("team", "household__area", "theme")
    cases = iter(oldest.order_by("opened_on", "pk"))
    at = start_of(calendar.yesterday) + timedelta(hours=9)
    colleagues = list(_workers(calendar.today, but=worker))
    same_team = [one.user for one in colleagues if one.team_id in _teams_of(worker, calendar.today)]
    elsewhere = [one for one in colleagues if one.team_id not in _teams_of(worker, calendar.today)]
    if not same_team or not elsewhere:
        return
    before = {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in MADE}
    _restrict(cases, worker, same_team[-1], at)
    _live_apart(cases, worker, calendar)
    _merge(cases, worker, same_team[0], at)
    _find_double(cases, elsewhere[0], at)
    _open_in_emergency(cases, [one.user for one in elsewhere], calendar)
    _number(before, at)


def _number(before: dict[type[Model], int], at: datetime) -> None:
    """The same seed gives the same rows, those that the use cases made among them."""
    for model, last in before.items():
        dated = {"created_at": at} if any(one.name == "created_at" for one in model._meta.local_fields) else {}
        for pk in model._default_manager.filter(pk__gt=last).values_list("pk", flat=True):
            public_id = uuid5(NAMESPACE_OID, f"{model._meta.db_table} {pk}")
            model._default_manager.filter(pk=pk).update(public_id=public_id, **dated)


def _workers(today: date, *, but: User) -> Iterator[TeamMembership]:
    running = TeamMembership.objects.filter(starts_on__lt=today - timedelta(days=30), ends_on=None)
    for one in running.exclude(user=but).select_related("user", "team").order_by("pk"):
        if one.user.role == Role.TEAM_MEMBER:
            yield one


def _teams_of(user: User, today: date) -> set[int]:
    return set(TeamMembership.objects.filter(user=user, starts_on__lte=today).values_list("team_id", flat=True))


def _restrict(cases: Iterator[Case], worker: User, named: User, at: datetime) -> None:
    case = next(cases, None)
    if case is not None:
        note = "Een collega uit het team woont ernaast. Zij heeft het zelf gezegd."
        restrict_case(case=case, kind=RestrictionKind.NEIGHBOUR, note=note, named=[named], by=worker, at=at)


def _live_apart(cases: Iterator[Case], worker: User, calendar: Calendar) -> None:
    """The second adult went to live around the corner five weeks ago; the children live with both."""
    case = next((one for one in cases if _is_a_couple_with_a_child(one, calendar.today)), None)
    if case is None:
        return
    members = list(case.household.members.current(on=calendar.today).select_related("person").order_by("pk"))
    adults = [one for one in members if one.role in GROWN_UP]
    choices = {
        one.person.public_id: Goes.MAINLY_HERE if one.role == HouseholdRole.CHILD else Goes.STAYS for one in members
    }
    choices[adults[1].person.public_id] = Goes.GOES
    split_household(
        household=case.household,
        home=NewHome(
            name=adults[1].person.full_name,
            address=NewAddress(street="Om de Hoek 7", postcode="", city=case.household.city, area=case.household.area),
        ),
        choices=choices,
        split_on=calendar.ago(35),
        by=worker,
        at=start_of(calendar.yesterday) + timedelta(hours=11),
    )


def _is_a_couple_with_a_child(case: Case, today: date) -> bool:
    members = list(case.household.members.current(on=today))
    roles = [one.role for one in members]
    long_ago = all(one.starts_on < today - timedelta(days=60) for one in members)
    return long_ago and sum(role in GROWN_UP for role in roles) > 1 and HouseholdRole.CHILD in roles


def _somebody(case: Case) -> Person | None:
    member = (
        HouseholdMember.objects.filter(household=case.household, ends_on=None, person__birth_date__isnull=False)
        .select_related("person")
        .order_by("person__birth_date", "pk")
        .first()
    )
    return member.person if member else None


def _again(case: Case, person: Person) -> NewHousehold:
    """The same person, as somebody who knows of nothing would register them."""
    known = NewPerson(given_name=person.given_name, family_name=person.family_name, birth_date=person.birth_date)
    return NewHousehold(persons=(replace(known, phone="06-00000000"),), area=case.household.area, street="Zijstraat 3")


def _merge(cases: Iterator[Case], worker: User, colleague: User, at: datetime) -> None:
    """A colleague of the team opened a file for the same family yesterday; an afternoon later they are one."""
    case = next((one for one in cases if _somebody(one)), None)
    person = _somebody(case) if case else None
    if case is None or person is None:
        return
    double = open_case(
        team=case.team, household=_again(case, person), theme=case.theme, coordinator=colleague, by=colleague, at=at
    )
    said = ContactDetails(
        kind=ContactKind.PHONE, occurred_at=at + timedelta(hours=1), minutes=20, text=HEARD, follow_up_on=None
    )
    log_contact(case=double, details=said, by=colleague, request_key=None)
    same = same_people(keep=case.household, merged=double.household, exactly=True)
    later = at + timedelta(hours=6)
    merge_households(keep=case.household, merged=double.household, same=same, why=WHY, by=worker, at=later)


def _find_double(cases: Iterator[Case], other: TeamMembership, at: datetime) -> None:
    """Another team registered somebody of a household that is known here; this side answers first."""
    case = next((one for one in cases if _somebody(one)), None)
    person = _somebody(case) if case else None
    if case is not None and person is not None:
        open_case(
            team=other.team,
            household=_again(case, person),
            theme=case.theme,
            coordinator=other.user,
            by=other.user,
            at=at,
        )


def _open_in_emergency(cases: Iterator[Case], others: list[User], calendar: Calendar) -> None:
    """Yesterday, waiting for the privacy officer; and one of three weeks ago that was looked into."""
    privacy = User.objects.filter(role=Role.PRIVACY_OFFICER).order_by("pk").first()
    waiting, judged = next(cases, None), next(cases, None)
    if waiting is not None:
        at = start_of(calendar.yesterday) + timedelta(hours=21, minutes=10)
        _emergency(waiting, others[-1], at, kind=EmergencyKind.DANGER, reason=EMERGENCY)
    if judged is not None and privacy is not None:
        at = start_of(calendar.ago(22)) + timedelta(hours=19, minutes=40)
        one = _emergency(judged, others[0], at, kind=EmergencyKind.CALLER, reason=EARLIER)
        one.reviewed_at, one.reviewed_by = at + timedelta(days=1, hours=15), privacy
        one.result, one.review_note = ReviewResult.JUSTIFIED, JUDGED
        one.save()


def _emergency(case: Case, user: User, at: datetime, *, kind: EmergencyKind, reason: str) -> BreakGlass:
    made = BreakGlass.objects.create(
        user=user,
        number=case.number,
        case=case,
        household=case.household,
        kind=kind,
        reason=reason,
        started_at=at,
        ends_at=at + timedelta(minutes=25),
        announced_at=at + timedelta(seconds=20),
    )
    for minutes in (1, 4):
        record_reading(
            by=user,
            at=at + timedelta(minutes=minutes),
            act=Act.OPEN,
            subject=Subject.CASE,
            seen=[(case.pk, case.household_id)],
            purpose="casework",
        )
    return made
