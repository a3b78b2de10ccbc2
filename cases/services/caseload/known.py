"""What a list refers to and the application knows already: teams, workers, neighbourhoods, themes."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from cases.models import Case, CaseRights, HouseholdMember, ImportedCase
from cases.services.caseload.columns import plain
from wijkteam.accounts.models import User
from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area, Theme
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team, TeamMembership


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody who works in a team, since when; `stays` when there is time for a case."""

    user: User
    since: dt.date
    stays: bool = True


def _is_part(said: str, name: str) -> bool:
    """Whether all words of `said` stand in the name: “Schulden” in “Geld en schulden”."""
    words = set(plain(said).split())
    return bool(words) and words <= set(plain(name).split())


Look = TypeVar("Look", bound=Callable[..., Any])


def _once(look: Look) -> Look:
    """A list says the same few words in every row: each is looked for once."""

    @wraps(look)
    def remembered(self: "Books", said: str, *, team: Team | None = None) -> Any:
        key = (look.__name__, said, team.pk if team else None)
        if key not in self._found:
            self._found[key] = look(self, said, team=team)
        return self._found[key]

    return cast("Look", remembered)


class Books:
    """Looked up once for a whole list. `teams` are those that may be named in it.

    With `rights` only files that their owner may know of are named; who is in another is found when the list is taken
    in, and its own people are asked (ADR 18).
    """

    def __init__(self, *, teams: Sequence[Team], today: dt.date, rights: CaseRights | None = None) -> None:
        self._teams = list(teams)
        self._today = today
        self._rights = rights
        self._found: dict[tuple[str, str, int | None], Any] = {}
        self._workers: dict[int, list[Worker]] = {}
        memberships = TeamMembership.objects.current(on=today).filter(team__in=self._teams)
        staying = set(TeamMembership.objects.staying(on=today).filter(team__in=self._teams).values_list("team", "user"))
        for one in memberships.select_related("user").order_by("user__name", "pk"):
            stays = (one.team_id, one.user_id) in staying
            self._workers.setdefault(one.team_id, []).append(Worker(user=one.user, since=one.starts_on, stays=stays))
        self._themes = list(Theme.objects.filter(is_active=True).order_by("name", "pk"))
        newest = Area.objects.neighbourhoods().order_by("-year").values("year")[:1]
        self._areas = list(Area.objects.neighbourhoods().filter(year=newest).select_related("parent").order_by("name"))
        self._areas_of_team: dict[int, set[int]] = {}
        for team in self._teams:
            own = set(team.areas.values_list("pk", flat=True))
            self._areas_of_team[team.pk] = {area.pk for area in self._areas if area.pk in own or area.parent_id in own}
        self._references = {
            plain(reference) or reference
            for reference in ImportedCase.objects.filter(case__team__in=self._teams, batch__undone_at=None)
            .exclude(reference="")
            .values_list("reference", flat=True)
        }

    @property
    def team_names(self) -> Iterable[str]:
        return [team.name for team in self._teams]

    @property
    def area_names(self) -> Iterable[str]:
        return [area.name for area in self._areas]

    @property
    def theme_names(self) -> Iterable[str]:
        return [theme.name for theme in self._themes]

    def worker_names(self, team: Team) -> Iterable[str]:
        return [worker.user.name for worker in self._workers.get(team.pk, [])]

    def area_choices(self, team: Team) -> list[tuple[str, str]]:
        """Code and name, those of the team first."""
        own = self._areas_of_team.get(team.pk, set())
        ordered = sorted(self._areas, key=lambda area: (area.pk not in own, area.name, area.code))
        return [(area.code, area.name if area.pk in own else f"{area.name} ({area.code})") for area in ordered]

    @property
    def theme_choices(self) -> list[tuple[str, str]]:
        return [(theme.code, str(theme)) for theme in self._themes]

    def worker_choices(self, team: Team) -> list[tuple[str, str]]:
        return [(worker.user.username, worker.user.name) for worker in self._workers.get(team.pk, [])]

    def has_reference(self, reference: str) -> bool:
        return (plain(reference) or reference) in self._references

    @_once
    def team(self, said: str, *, team: Team | None = None) -> Team | None:
        """By code or name; the only team there is when nothing is said."""
        if not said:
            return self._teams[0] if len(self._teams) == 1 else None
        wanted = plain(said)
        for team in self._teams:
            if wanted in {plain(team.code), plain(team.name), plain(team.slug)}:
                return team
        bare = wanted.removeprefix("wijkteam ").removeprefix("team ").removeprefix("sociaal team ")
        found = [
            team
            for team in self._teams
            if bare and bare == plain(team.name).removeprefix("wijkteam ").removeprefix("team ")
        ]
        return found[0] if len(found) == 1 else None

    @_once
    def area(self, said: str, *, team: Team | None) -> Area | None:
        """By code or name, first among those of the team; the only one of the team when nothing is said.

        A district counts for its neighbourhood when it has just one.
        """
        own = self._areas_of_team.get(team.pk, set()) if team else set()
        ours = [area for area in self._areas if area.pk in own]
        if not said:
            return ours[0] if len(ours) == 1 else None
        wanted = plain(said)
        code = said.strip().upper().replace(" ", "")
        for among in (ours, self._areas):
            found = [
                area for area in among if area.code == code or area.code == f"BU{code}" or plain(area.name) == wanted
            ]
            if len(found) == 1:
                return found[0]
        inside = self._inside(said)
        if inside:
            return inside[0] if len(inside) == 1 else None
        partly = [area for area in ours if _is_part(said, area.name)]
        return partly[0] if len(partly) == 1 else None

    def neighbourhoods_of(self, said: str) -> list[str]:
        """Names of what lies in the district of this name or code."""
        return [area.name for area in self._inside(said)]

    def _inside(self, said: str) -> list[Area]:
        wanted, code = plain(said), said.strip().upper()
        return [
            area
            for area in self._areas
            if area.parent is not None
            and area.parent.kind == AreaKind.DISTRICT
            and (plain(area.parent.name) in {wanted, f"wijk {wanted}"} or area.parent.code == code)
        ]

    @_once
    def theme(self, said: str, *, team: Team | None = None) -> Theme | None:
        """By code or name in either language; the first of several that a cell names counts."""
        for part in [said, *said.replace("/", ",").replace(";", ",").split(",")]:
            wanted = plain(part)
            for theme in self._themes:
                if wanted and wanted in {plain(theme.code), plain(theme.name), plain(theme.name_en)}:
                    return theme
        partly = [theme for theme in self._themes if _is_part(said, theme.name) or _is_part(said, theme.name_en)]
        return partly[0] if len(partly) == 1 else None

    @_once
    def worker(self, said: str, *, team: Team) -> Worker | None:
        """By user name, e-mail address, whole name, or by a part of the name when only one in the team has it."""
        workers = self._workers.get(team.pk, [])
        wanted = plain(said)
        exact = [
            one
            for one in workers
            if wanted in {plain(one.user.username), plain(one.user.email), plain(one.user.name)} - {""}
        ]
        if len(exact) == 1:
            return exact[0]
        words = [word for word in wanted.split() if len(word) > 1]
        partly = [one for one in workers if words and set(words) <= set(plain(one.user.name).split())]
        return partly[0] if len(partly) == 1 else None

    def open_people(self, birth_dates: Collection[dt.date]) -> Iterator[tuple[dt.date, str, Case]]:
        """Birth date, name and case of who has an open case in these teams."""
        found = (
            HouseholdMember.objects.filter(running_on(self._today))
            .filter(person__birth_date__in=birth_dates, household__cases__closed_on=None)
            .filter(household__cases__team__in=self._teams)
            .select_related("person")
            .order_by("pk")
        )
        members = list(found)
        cases = Case.objects.open().filter(household__in={one.household_id for one in members}, team__in=self._teams)
        if self._rights is not None:
            cases = cases.within(self._rights)
        open_cases = {case.household_id: case for case in cases}
        for one in members:
            case = open_cases.get(one.household_id)
            if case is not None and one.person.birth_date is not None:
                yield one.person.birth_date, one.person.full_name, case
