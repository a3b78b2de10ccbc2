"""Fill an empty database with the invented year of a real city's three invented teams."""

import datetime as dt
import random
import time
from collections import defaultdict

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils.translation import override

from cases.models import (
    Action,
    Case,
    CaseCoordinator,
    CaseUserPermission,
    CheckBack,
    Contact,
    DomainAssessment,
    Exploration,
    Goal,
    Household,
    HouseholdMember,
    NetworkPerson,
    OwnPlan,
    Person,
    Plan,
    Question,
    StatutoryClock,
)
from collectief.models import Initiative, Signal
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms, Area, Municipality, Theme, Word
from wijkteam.core.periods import start_of
from wijkteam.demo.agreements import make_agreements
from wijkteam.demo.analyses import make_analyses
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.carrying import make_carrying
from wijkteam.demo.casework import Casework
from wijkteam.demo.checks import require_all_rules
from wijkteam.demo.city import load_areas, load_borders
from wijkteam.demo.collective import make_collective, plant_rise
from wijkteam.demo.conversation import make_conversation
from wijkteam.demo.coordinating import make_coordinating
from wijkteam.demo.editions import make_editions
from wijkteam.demo.exploration import make_explorations
from wijkteam.demo.households import make_households
from wijkteam.demo.independence import make_independence, make_secondments
from wijkteam.demo.journal import make_journal
from wijkteam.demo.laws import make_laws
from wijkteam.demo.ledger import Ledger, copy_rows, number_from, without_history
from wijkteam.demo.municipality import TeamSetting, make_municipality
from wijkteam.demo.neighbourhood import make_hours, make_initiatives, make_signals
from wijkteam.demo.network import make_network
from wijkteam.demo.oversight import make_oversight
from wijkteam.demo.overview import make_overview
from wijkteam.demo.partner_account import make_partner_account
from wijkteam.demo.partners import make_partners
from wijkteam.demo.plans import Evaluations, share_and_close, tell_results, tie_actions, tie_versions
from wijkteam.demo.progress import Progress
from wijkteam.demo.reporting import MONTHS, publish_months
from wijkteam.demo.rights import make_rights
from wijkteam.demo.rounds import make_rounds
from wijkteam.demo.signals import make_signal_board
from wijkteam.demo.visits import make_visits
from wijkteam.demo.waiting import make_waiting
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    OpeningHours,
    PreventionFloor,
    Team,
    TeamArea,
    TeamMembership,
)

CASES = 450
SEED = "wijkteam"


def is_seeded() -> bool:
    return Municipality.objects.exists() or User.objects.exists()


def seed(
    *,
    today: dt.date,
    cases: int = CASES,
    seed: str = SEED,
    months_with_report: int = MONTHS,
    quiet: bool = False,
) -> dict[str, int]:
    """Write the demo data, in one transaction, and return how many rows of the main kinds there are.

    The same `today`, `cases` and `seed` give the same rows, but for the hashes of the passwords.
    """
    started = time.monotonic()
    progress = Progress(6 + months_with_report)

    def say(what: str) -> None:
        if not quiet:
            progress.step(what)

    chance = random.Random(seed)  # noqa: S311  (invented data, no secret)
    calendar = Calendar(today)
    with transaction.atomic():
        say("areas of CBS")
        if not Area.objects.exists():
            load_areas()
            load_borders(at=start_of(calendar.today))
        ledger = Ledger(chance)
        settings = make_municipality(ledger, calendar, chance)
        themes = {theme.code: theme for theme in ledger.rows(Theme)}
        initiatives = {
            setting.team.pk: make_initiatives(ledger, calendar, setting, themes, chance) for setting in settings
        }
        casework = Casework(ledger, calendar, chance, themes, initiatives)
        inflow = sum(setting.text.inflow for setting in settings)
        for setting in settings:
            say(setting.team.name)
            casework.tell(setting, cases=max(1, round(cases * setting.text.inflow / inflow)))
            make_signals(ledger, calendar, setting, themes, chance)
            make_hours(ledger, calendar, setting, chance)
        say("writing")
        _make_exception(ledger, calendar, settings)
        make_explorations(ledger, calendar, settings)
        with without_history():
            _write(ledger, casework)
        counts = {
            model._meta.model_name or "": model._default_manager.count()
            for model in (Case, Contact, Question, Plan, TimeEntry, Signal, Initiative)
        }
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        require_all_rules()
        collective = random.Random(f"{seed}-collective")  # noqa: S311  (invented data, no secret)
        plant_rise(calendar, settings, collective)
        make_journal(calendar)
        share_and_close(calendar)
        make_households(calendar)
        make_coordinating(calendar)
        make_network(calendar, settings, random.Random(f"{seed}-network"))  # noqa: S311  (invented data, no secret)
        make_collective(calendar, settings, collective)
        make_secondments(calendar)
        make_partner_account(calendar)
        make_partners(calendar, random.Random(f"{seed}-partners"))  # noqa: S311  (invented data, no secret)
        make_waiting(calendar, random.Random(f"{seed}-waiting"))  # noqa: S311  (invented data, no secret)
        make_rounds(calendar)
        make_analyses(calendar, settings)
        make_independence(calendar, random.Random(f"{seed}-independence"))  # noqa: S311  (invented data, no secret)
        make_signal_board(calendar, settings, random.Random(f"{seed}-signals"))  # noqa: S311  (invented data, no secret)
        make_editions(calendar, random.Random(f"{seed}-editions"))  # noqa: S311  (invented data, no secret)
        make_agreements(calendar, random.Random(f"{seed}-agreements"))  # noqa: S311  (invented data, no secret)
        make_visits(calendar, random.Random(f"{seed}-visits"))  # noqa: S311  (invented data, no secret)
        make_laws(calendar)
        # last: a report counts what the parts above wrote
        publish_months(calendar, settings, months=months_with_report, say=say)
        with override("nl"):
            make_conversation(calendar, settings)
        make_overview(calendar, random.Random(f"{seed}-overview"))  # noqa: S311  (invented data, no secret)
        make_oversight(calendar, random.Random(f"{seed}-oversight"))  # noqa: S311  (invented data, no secret)
        make_rights(calendar, random.Random(f"{seed}-rights"))  # noqa: S311  (invented data, no secret)
        make_carrying(calendar)
    if not quiet:
        rows = ", ".join(f"{count} {name}" for name, count in counts.items())
        progress.finish(f"{rows} in {time.monotonic() - started:.0f} s")
    return counts


def _make_exception(ledger: Ledger, calendar: Calendar, settings: list[TeamSetting]) -> None:
    """A colleague of another team looks along with one household, for a while."""
    first, second = settings[:2]
    case = next((case for case in reversed(ledger.rows(Case)) if case.team == first.team and case.is_open), None)
    if case is None:
        return
    helper = next(membership.user for membership in second.memberships if membership.ends_on is None)
    ledger.add(
        CaseUserPermission(
            content_object=case,
            user=helper,
            permission=Permission.objects.get(codename="view_case", content_type__app_label="cases"),
            until=calendar.today + dt.timedelta(days=60),
            reason="Kijkt mee vanwege kennis van schulden bij zelfstandigen; huishouden is akkoord.",
        )
    )


def _write(ledger: Ledger, casework: Casework) -> None:
    ledger.write(Municipality, AgreedTerms, Word, Theme, User)
    ledger.write(Discipline, Employer, Team, TeamArea, OpeningHours, CaseloadBand, PreventionFloor, TeamMembership)
    ledger.write(Initiative, Signal)
    ledger.write(Household, Person, HouseholdMember, Case, CaseCoordinator, CaseUserPermission, Question)
    ledger.write(TimeEntry, Contact)
    _write_plans(ledger, casework)
    ledger.write(CheckBack, Exploration, DomainAssessment, NetworkPerson, OwnPlan, StatutoryClock)


def _write_plans(ledger: Ledger, casework: Casework) -> None:
    """Version by version: one plan in force at a time, and an ended one takes no goals any more."""
    versions: dict[int, list[Plan]] = defaultdict(list)
    for plan in ledger.rows(Plan):
        versions[plan.version].append(plan)
    ended = {one.plan.pk: one.at for one in casework.ended_plans}
    goals = ledger.rows(Goal)
    actions = ledger.rows(Action)
    tie_versions(goals)
    tie_actions(actions)
    tell_results(goals, ended)
    evaluations = Evaluations(casework.calendar, ended)
    for version in sorted(versions):
        copy_rows(Plan, versions[version])
        copy_rows(Goal, [goal for goal in goals if goal.plan.version == version])
        copy_rows(Action, [action for action in actions if action.goal.plan.version == version])
        evaluations.write([goal for goal in goals if goal.plan.version == version])
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE cases_plan SET ended_at = %s WHERE id = %s",
                [(ended[plan.pk], plan.pk) for plan in versions[version] if plan.pk in ended],
            )
    for model in (Plan, Goal, Action):
        ledger.number_on(model)
    for written, latest in evaluations.latest.items():
        number_from(written, latest)
