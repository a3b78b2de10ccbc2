"""The nightly look at the read log: what it must see, and what it must leave alone."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.models import Absence, Case, CaseCoordinator, Household, HouseholdMember, Person
from tests.audit.synthetic import FIRST_DAY, City, a_rare_one, build_city, live_ordinary_days
from tests.factories import ReadLogFactory, UserFactory
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Outcome, Pattern
from wijkteam.audit.models import ReadFlag, ReadLog, SampledReading, WorkerHome
from wijkteam.audit.models.worker_home import mark_of
from wijkteam.audit.selectors.patterns import CROWD_PEOPLE, MANY_HOUSEHOLDS, patterns_of
from wijkteam.audit.services.look_at_log import draw_sample, look_at_day
from wijkteam.audit.services.look_into import close

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 1, 30, tzinfo=UTC)


@pytest.fixture
def chance() -> random.Random:
    return random.Random("het inzagelogboek")


@pytest.fixture
def city(chance: random.Random) -> City:
    return build_city(chance)


def days_of(count: int) -> list[date]:
    found: list[date] = []
    day = FIRST_DAY
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day += timedelta(days=1)
    return found


def test_g24_ordinary_days_are_left_alone(city: City, chance: random.Random, measured: Measured) -> None:
    """One question a person in fifty days at most: a list that is always full is read by nobody."""
    lived = live_ordinary_days(city, chance, 100)
    written = city.write()
    for day in days_of(100):
        look_at_day(day=day, at=NOW)
    flagged = ReadFlag.objects.values_list("user", "day").distinct().count()
    kinds = Counter(ReadFlag.objects.values_list("pattern", flat=True))
    assert lived == 5000
    assert written > 25_000
    assert flagged <= lived * 0.02, kinds
    assert flagged > 0, "a rule that never says anything proves nothing"
    measured("G24", f"{flagged} of {lived:,} ordinary days flagged ({flagged / lived:.2%})", part="normal")


# -- planted ---------------------------------------------------------------------------------------

DAY = date(2026, 4, 14)


def strangers(city: City, user: User, count: int) -> list[tuple[int, int]]:
    """Households of the own team that this worker does nothing for."""
    team = city.cases_of[city.team_of[user.pk].pk]
    return [case for case in team if case not in city.own[user.pk]][:count]


def call(user: User, name: str) -> None:
    User.objects.filter(pk=user.pk).update(name=name)


def live_at(user: User, case: tuple[int, int]) -> None:
    Household.objects.filter(pk=case[1]).update(postcode=f"9{user.pk % 1000:03d} ZZ")
    mark = mark_of(f"9{user.pk % 1000:03d}zz")
    WorkerHome.objects.update_or_create(user=user, defaults={"mark": mark, "told_at": NOW})


def name_in(case: tuple[int, int], name: str) -> None:
    one = HouseholdMember.objects.filter(household=case[1]).order_by("pk").values("person")[:1]
    Person.objects.filter(pk__in=one).update(family_name=name)


# What the night looks for; who is stopped at the limit of a day is flagged then and there.
NIGHTLY: list[Pattern] = [pattern for pattern in Pattern if pattern != Pattern.STOPPED]


def plant(city: City) -> dict[Pattern, set[int]]:
    """Each pattern by somebody else, on one day; who must be flagged for what."""
    who = {pattern: a_rare_one(city, number) for number, pattern in enumerate(NIGHTLY)}
    expected: dict[Pattern, set[int]] = {pattern: {user.pk} for pattern, user in who.items()}

    user = who[Pattern.MANY]
    for case in (city.own[user.pk] + strangers(city, user, MANY_HOUSEHOLDS))[:MANY_HOUSEHOLDS]:
        city.read(user, case, DAY, 14)

    user = who[Pattern.OWN_NAME]
    [case] = strangers(city, user, 1)
    call(user, "Sofie van Zeldzaam")
    name_in(case, "Van Zeldzaam")
    city.read(user, case, DAY, 12)

    user = who[Pattern.OWN_STREET]
    [case] = strangers(city, user, 1)
    live_at(user, case)
    city.read(user, case, DAY, 12)

    user = who[Pattern.OTHER_TEAM]
    other = next(team for team in city.teams if team != city.team_of[user.pk])
    city.read(user, city.cases_of[other.pk][0], DAY, 12)

    user = who[Pattern.AT_NIGHT]
    for case in city.own[user.pk][:3]:
        city.read(user, case, DAY, 2)

    user = who[Pattern.SEARCHED_NAME]
    call(user, "Piet Uniek")
    case = strangers(city, user, 2)[1]
    name_in(case, "Uniek")
    city.read(user, case, DAY, 13, act=Act.SEARCH)

    user = who[Pattern.TAKEN_ALONG]
    for case in (city.own[user.pk] + strangers(city, user, 10))[:10]:
        city.read(user, case, DAY, 16, act=Act.EXPORT)

    user = who[Pattern.AGAIN]
    for back in range(5):
        city.read(user, strangers(city, user, 3)[2], DAY - timedelta(days=5 * back), 15)

    user = who[Pattern.ENDED]
    case = strangers(city, user, 4)[3]
    long_ago = datetime(2025, 7, 1, tzinfo=UTC)
    CaseCoordinator.objects.filter(case=case[0]).update(ended_at=long_ago)
    Case.objects.filter(pk=case[0]).update(closed_on=long_ago.date(), closing_reason="goals-reached")
    city.read(user, case, DAY, 12)

    user = who[Pattern.RELATIVE]
    colleague = next(
        one for one in city.workers if city.team_of[one.pk] == city.team_of[user.pk] and one not in who.values()
    )
    call(colleague, "Noor Bijzonder")
    case = strangers(city, user, 6)[5]
    name_in(case, "Bijzonder")
    live_at(colleague, case)
    city.read(user, case, DAY, 12)

    user = who[Pattern.CROWD]
    crowd = [one for one in city.workers if city.team_of[one.pk] == city.team_of[user.pk]]
    case = next(
        one for one in strangers(city, user, 40)[10:] if all(one not in city.own[reader.pk] for reader in crowd[:7])
    )
    readers = [reader for reader in crowd if case not in city.own[reader.pk]][:CROWD_PEOPLE]
    for back, reader in enumerate(readers):
        city.read(reader, case, DAY - timedelta(days=min(back, 5)), 12)
    expected[Pattern.CROWD] = {readers[0].pk}

    user = who[Pattern.AWAY]
    Absence.objects.create(
        user=user, kind="planned", starts_on=DAY, ends_on=DAY + timedelta(days=5), registered_by=user
    )
    city.read(user, city.own[user.pk][0], DAY, 12)
    return expected


def test_g24_all_twelve_patterns_are_seen(city: City, chance: random.Random, measured: Measured) -> None:
    live_ordinary_days(city, chance, 5)
    expected = plant(city)
    city.write()
    look_at_day(day=DAY, at=NOW)
    found: dict[str, set[int]] = {}
    for pattern, user in ReadFlag.objects.filter(day=DAY).values_list("pattern", "user"):
        found.setdefault(pattern, set()).add(user)
    seen = [pattern for pattern, users in expected.items() if users <= found.get(pattern, set())]
    assert len(NIGHTLY) == 12
    assert set(seen) == set(NIGHTLY), set(NIGHTLY) - set(seen)
    beside = {
        (pattern, user) for pattern, users in found.items() for user in users if user not in expected[Pattern(pattern)]
    }
    assert not beside, "nobody else stands in the list of that day"
    measured("G24", f"{len(seen)} of {len(NIGHTLY)} planted patterns flagged, nobody beside them", part="planted")


def test_looking_again_asks_nothing_again(city: City) -> None:
    user = city.workers[0]
    for case in city.own[user.pk][:3]:
        city.read(user, case, DAY, 2)
    city.write()
    assert look_at_day(day=DAY, at=NOW) == 1
    assert look_at_day(day=DAY, at=NOW) == 0
    assert ReadFlag.objects.count() == 1


def test_what_was_work_is_not_asked_again_and_what_was_not_is(city: City, privacy_officer: User) -> None:
    user = city.workers[0]
    [case] = strangers(city, user, 1)
    live_at(user, case)
    for later in range(3):
        city.read(user, case, DAY + timedelta(days=later), 12)
    city.write()
    assert look_at_day(day=DAY, at=NOW) == 1
    assert look_at_day(day=DAY + timedelta(days=1), at=NOW) == 0, "the question is open still"
    close(
        row=ReadFlag.objects.get(),
        outcome=Outcome.WORK,
        finding="Gevraagd: het is haar zaak.",
        by=privacy_officer,
        at=NOW,
    )
    assert look_at_day(day=DAY + timedelta(days=2), at=NOW) == 0


def test_reading_in_an_emergency_is_judged_elsewhere(city: City) -> None:
    user = city.workers[0]
    other = next(team for team in city.teams if team != city.team_of[user.pk])
    case = city.cases_of[other.pk][0]
    city.read(user, case, DAY, 12)
    city.lines[0].is_emergency = True
    city.write()
    ReadLog.objects.get()
    if ReadLog.objects.get().is_emergency:  # the trigger decides about it, not the page
        assert patterns_of(DAY) == []
    else:
        assert [found.pattern for found in patterns_of(DAY)] == [Pattern.OTHER_TEAM]


def test_lines_of_somebody_who_is_gone_stop_nothing() -> None:
    for number in range(3):
        ReadLogFactory.create(user_id=77_000_000, household_id=number + 1, at=datetime(2026, 4, 14, 1, tzinfo=UTC))
    assert patterns_of(DAY) != []
    assert look_at_day(day=DAY, at=NOW) == 0


# -- the sample ------------------------------------------------------------------------------------

WEEK = date(2026, 4, 13)


def test_g24_each_week_twenty_readings_to_look_at(privacy_officer: User, measured: Measured) -> None:
    second = UserFactory.create(privacy_officer=True)
    readers = [UserFactory.create() for _ in range(6)] + [privacy_officer]
    for number in range(70):
        at = datetime(2026, 4, 13, 8, tzinfo=UTC) + timedelta(hours=2 * number)
        ReadLogFactory.create(user_id=readers[number % 7].pk, household_id=number + 1, at=at)
        ReadLogFactory.create(user_id=readers[number % 7].pk, household_id=number + 1, at=at, act=Act.LIST)
    assert draw_sample(week=WEEK, at=NOW) == 20
    assert draw_sample(week=WEEK, at=NOW) == 0
    drawn = list(SampledReading.objects.order_by("place"))
    assert [one.place for one in drawn] == list(range(1, 21))
    lines = ReadLog.objects.in_bulk([one.line_id for one in drawn])
    assert len(lines) == 20
    assert all(line.act == Act.OPEN for line in lines.values())
    assert all(one.assigned_to in {privacy_officer, second} and one.assigned_to != one.user for one in drawn)
    for one in drawn:
        by = one.assigned_to
        assert by is not None
        close(row=one, outcome=Outcome.WORK, finding="Past bij het werk.", by=by, at=NOW)
    assert not SampledReading.objects.open().exists()
    measured("G24", "20 of 70 readings drawn, given to somebody else and closed", part="sample")


def test_another_draw_takes_other_readings() -> None:
    reader = UserFactory.create()
    for number in range(60):
        ReadLogFactory.create(user_id=reader.pk, household_id=number + 1, at=datetime(2026, 4, 13, 8, tzinfo=UTC))
        ReadLogFactory.create(user_id=reader.pk, household_id=number + 1, at=datetime(2026, 4, 20, 8, tzinfo=UTC))
    draw_sample(week=WEEK, at=NOW)
    draw_sample(week=WEEK + timedelta(weeks=1), at=NOW)
    first, second = (
        {
            line.household_id
            for line in ReadLog.objects.filter(pk__in=SampledReading.objects.filter(week=week).values("line_id"))
        }
        for week in (WEEK, WEEK + timedelta(weeks=1))
    )
    assert first != second, "the same twenty households twice has a chance of one in 10^15"


def test_a_quiet_week_has_what_there_is() -> None:
    assert draw_sample(week=WEEK, at=NOW) == 0
    ReadLogFactory.create(user_id=UserFactory.create().pk, at=datetime(2026, 4, 13, 8, tzinfo=UTC))
    assert draw_sample(week=WEEK, at=NOW) == 1
    assert SampledReading.objects.get().assigned_to is None, "nobody to give it to: it waits"
