"""What residents ask of their data, and files of long ago of which the term is over."""

import random
import uuid
from datetime import date, timedelta

from cases.enums import ClosingReason, HouseholdRole
from cases.models import Case, CaseCoordinator, Household, HouseholdMember, Person
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.retention.enums import AskedBy, Decided, Identity, RequestKind
from wijkteam.retention.models import RequestFile, ResidentRequest
from wijkteam.retention.services.answer_resident import add_statement, decide_request, note_request
from wijkteam.retention.services.make_own_file import make_own_file
from wijkteam.retention.services.walk_list import draw_up_list, review_list
from wijkteam.teams.models import TeamMembership

_PEOPLE = (("Ria", "van Dalen"), ("Ruben", "Sarmo"), ("Toos", "de Bruin"), ("Emine", "Yilmaz"), ("Sjoerd", "Hoekstra"))
_AGO = 22


def make_rights(calendar: Calendar, chance: random.Random) -> None:
    officer = User.objects.filter(role=Role.PRIVACY_OFFICER, is_active=True).order_by("pk").first()
    keeper = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").first()
    worker = User.objects.filter(username=FATIMA.username).first()
    if officer is None or keeper is None or worker is None:
        return
    mine = CaseCoordinator.objects.current().filter(worker=worker, case__closed_on=None).order_by("case")
    cases = [one.case for one in mine.select_related("case__household")]
    if len(cases) < 3:
        return
    _ask_for_access(cases[0], worker=worker, officer=officer, calendar=calendar)
    _ask_for_correction(cases[1], worker=worker, calendar=calendar)
    _refuse_a_correction(cases[2], worker=worker, officer=officer, calendar=calendar)
    _draw_up(worker, keeper=keeper, officer=officer, calendar=calendar, chance=chance)


def _note(case: Case, *, kind: str, words: str, back: int, worker: User, calendar: Calendar) -> ResidentRequest:
    member = HouseholdMember.objects.current(on=calendar.today).filter(household=case.household_id).order_by("pk")[0]
    received = calendar.today - timedelta(days=back)
    return note_request(
        case=case,
        person=member.person,
        kind=kind,
        received_on=received,
        asked_by=AskedBy.SELF,
        representative="",
        identity=Identity.KNOWN,
        words=words,
        by=worker,
        at=start_of(received) + timedelta(hours=11),
        request_key=uuid.uuid5(uuid.NAMESPACE_OID, f"{case.pk}-{kind}"),
    )


def _ask_for_access(case: Case, *, worker: User, officer: User, calendar: Calendar) -> None:
    """Gathered yesterday; waits for a second person who looks it through."""
    asked = _note(
        case, kind=RequestKind.ACCESS, words="Ik wil weten wat jullie over mij en de kinderen hebben opgeschreven.",
        back=9, worker=worker, calendar=calendar,
    )  # fmt: skip
    at = start_of(calendar.today - timedelta(days=1)) + timedelta(hours=10)
    one = RequestFile.objects.create(request=asked, asked_by=officer, asked_at=at)
    make_own_file(file_id=one.pk, now=lambda: at + timedelta(minutes=1))


def _ask_for_correction(case: Case, *, worker: User, calendar: Calendar) -> None:
    """Comes close to its last day."""
    _note(
        case, kind=RequestKind.CORRECTION, words="Er staat dat ik geen werk zoek. Dat klopt niet, ik solliciteer.",
        back=26, worker=worker, calendar=calendar,
    )  # fmt: skip


def _refuse_a_correction(case: Case, *, worker: User, officer: User, calendar: Calendar) -> None:
    asked = _note(
        case, kind=RequestKind.CORRECTION, words="Het verslag van het gesprek in de keuken moet weg.",
        back=40, worker=worker, calendar=calendar,
    )  # fmt: skip
    at = start_of(calendar.today - timedelta(days=20)) + timedelta(hours=14)
    because = "Het verslag zegt wat er toen is besproken. Uw eigen woorden zetten we er graag bij."
    decide_request(asked=asked, outcome=Decided.REFUSED, because=because, by=officer, at=at)
    text = "Ik was die middag boos. Wat er staat heb ik gezegd, maar zo bedoelde ik het niet."
    add_statement(asked=asked, text=text, by=worker, at=at + timedelta(days=2))


def _draw_up(worker: User, *, keeper: User, officer: User, calendar: Calendar, chance: random.Random) -> None:
    """A list of files of long ago: looked through, and it waits for the archivist."""
    membership = TeamMembership.objects.filter(user=worker).select_related("team").order_by("pk")[0]
    year = calendar.today.year - _AGO
    former = User(username="w.vandenberg", name="Wil van den Berg", role=Role.TEAM_MEMBER, is_active=False)
    former.set_unusable_password()
    former.save()
    TeamMembership.objects.create(
        team=membership.team,
        user=former,
        discipline=membership.discipline,
        fte=1,
        starts_on=date(year - 4, 1, 1),
        ends_on=date(year + 3, 1, 1),
    )
    of_team = Case.objects.filter(team=membership.team).select_related("area", "theme").order_by("pk")[0]
    for given, family in _PEOPLE:
        opened = date(year - 1, chance.randint(1, 12), chance.randint(1, 28))
        closed = date(year, chance.randint(1, 12), chance.randint(1, 28))
        household = Household.objects.create(
            name=f"{family[:1].upper()}{family[1:]}", area=of_team.area, postcode="", city=""
        )
        person = Person.objects.create(given_name=given, family_name=family)
        HouseholdMember.objects.create(household=household, person=person, role=HouseholdRole.ADULT, starts_on=opened)
        case = Case.objects.create(
            household=household, team=membership.team, area=of_team.area, theme=of_team.theme, opened_on=opened,
            closed_on=closed, closing_reason=ClosingReason.GOALS_REACHED,
        )  # fmt: skip
        CaseCoordinator.objects.create(
            case=case,
            worker=former,
            started_at=start_of(opened) + timedelta(hours=9),
            ended_at=start_of(closed) + timedelta(hours=16),
        )
    at = start_of(calendar.today - timedelta(days=2)) + timedelta(hours=9)
    made = draw_up_list(by=keeper, at=at, request_key=uuid.uuid5(uuid.NAMESPACE_OID, "vernietigingslijst"))
    review_list(destruction=made, by=officer, at=at + timedelta(hours=5))
