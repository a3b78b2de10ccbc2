"""A report for residents and partners: a few of its figures in plain words, its stories, what the team will do.

Every number comes from the content of the published report. Nothing here depends on who asks.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkteam.core.charts import Lines, Stacked
from wijkteam.reports.enums import DEFINED, Unit
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport, PublicEdition
from wijkteam.reports.selectors.report_page import HIDDEN, month_name, paragraphs, report_page, shown
from wijkteam.reports.selectors.told_stories import ToldStory, told_in
from wijkteam.teams.models import Team


@dataclass(frozen=True, kw_only=True)
class PlainFigure:
    """A number with a sentence of its own; `icon` draws what it is about."""

    key: str
    icon: str
    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class OtherEdition:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class EditionPage:
    title: str
    name: str
    month: dt.date
    version: int
    published_at: dt.datetime | None
    words: tuple[str, ...]
    plans: tuple[str, ...]
    figures: tuple[PlainFigure, ...]
    hidden: int
    threshold: int
    rounded_to: int
    balance: Stacked | None
    open_lines: Lines | None
    stories: Sequence[ToldStory]
    others: tuple[OtherEdition, ...]
    home_url: str
    file_url: str
    is_of_municipality: bool

    @property
    def month_name(self) -> str:
        return month_name(self.month)


# In this order; what a report does not have or hides is left out.
_CHOSEN: tuple[tuple[str, str], ...] = (
    ("open_at_end", "home-heart"),
    ("opened", "door-enter"),
    ("closed", "door-exit"),
    ("questions_answered", "message-reply"),
    ("sessions", "users-group"),
    ("attendances", "friends"),
    ("outreach_moments", "walk"),
    ("prevention_share", "plant-2"),
)


def _sentences() -> Mapping[str, str]:
    return {
        "open_at_end": _("households got help from us at the end of the month."),
        "opened": _("households came to us for help this month."),
        "closed": _("households could go on without us this month."),
        "questions_answered": _("questions we could answer at once."),
        "sessions": _("meetings of groups took place in the neighbourhood."),
        "attendances": _("times somebody came to a group."),
        "outreach_moments": _("times we were present in the neighbourhood, so that you can simply talk to us."),
        "prevention_share": _("of our time went to preventing problems: groups, meetings and being around."),
    }


def edition_page(edition: PublicEdition, report: MonthlyReport, *, others: Iterable[OtherEdition] = ()) -> EditionPage:
    """`report` was read through the role that sees published reports only. Runs no query."""
    page = report_page(report.content)
    figures = report.content["figures"]
    plain = _plain(figures)
    home, own = _urls(edition.report)
    return EditionPage(
        title=f"{report.name}, {month_name(report.month)}",
        name=report.name,
        month=report.month,
        version=report.version,
        published_at=report.published_at,
        words=tuple(paragraphs(edition.words)),
        plans=tuple(paragraphs(edition.plans)),
        figures=tuple(plain),
        hidden=sum(figures.get(key) == HIDDEN for key, _icon in _CHOSEN),
        threshold=page.threshold,
        rounded_to=page.rounded_to,
        balance=page.balance,
        # What is normal variation is for who steers on it, not for who wants to know how the street is doing.
        open_lines=replace(page.open_lines, note="") if page.open_lines else None,
        stories=told_in(report.stories),
        others=tuple(others),
        home_url=home,
        file_url=f"{own}bericht.html",
        is_of_municipality=report.is_of_municipality,
    )


def _plain(figures: Mapping[str, Any]) -> list[PlainFigure]:
    sentences = _sentences()
    rows = []
    for key, icon in _CHOSEN:
        value = figures.get(key)
        if value is None or value in (HIDDEN, 0):
            continue
        unit = DEFINED[key].unit
        # people are rounded, and it says so; what a team organised is counted as it is
        about = unit in {Unit.HOUSEHOLDS, Unit.QUESTIONS, Unit.ATTENDANCES}
        text = shown(value, unit)
        rows.append(
            PlainFigure(
                key=key, icon=icon, value=_("about %(value)s") % {"value": text} if about else text, text=sentences[key]
            )
        )
    return rows


def _urls(report: MonthlyReport) -> tuple[str, str]:
    """The page of the team (or of all teams), and that of this edition."""
    month = f"{report.month:%Y-%m}"
    # A report read through the role of reports cannot tell its team: that role sees no teams.
    if report.team_id is None:
        return reverse("teams:find"), reverse("reports:public-municipality", args=[month])
    team = Team.objects.get(pk=report.team_id)
    return (
        reverse("teams:public-page", args=[team.slug]),
        reverse("reports:public-team", args=[team.slug, month]),
    )


def edition_url(report: MonthlyReport) -> str:
    return _urls(report)[1]


def find_edition(*, team: Team | None, month: dt.date | None) -> tuple[PublicEdition, MonthlyReport] | None:
    """The latest version that is public of this month, or of the last month that has one. Two statements."""
    editions = PublicEdition.objects.shown().filter(report__team=team).select_related("report__team")
    if month is not None:
        editions = editions.filter(report__month=month)
    edition = editions.order_by("-report__month", "-report__version").first()
    if edition is None:
        return None
    report = MonthlyReport.objects.using(REPORT_ROLE).published().filter(pk=edition.report_id).first()
    return (edition, report) if report else None


def other_editions(*, team: Team | None, month: dt.date) -> list[OtherEdition]:
    """Other months of the same team; for the municipality also the teams of this month. Two statements at most."""
    shown_now = PublicEdition.objects.shown().select_related("report__team").defer("report__content")
    months: dict[str, OtherEdition] = {}
    for one in shown_now.filter(report__team=team).exclude(report__month=month).order_by("-report__month")[:12]:
        url = edition_url(one.report)
        months[url] = OtherEdition(name=month_name(one.report.month), url=url)
    if team is None:
        of_teams = shown_now.filter(report__team__is_active=True, report__month=month)
        for one in of_teams.order_by("report__name", "report__version"):
            url = edition_url(one.report)
            months[url] = OtherEdition(name=one.report.name, url=url)
    return list(months.values())


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october"
)
# Days, times, years, telephone numbers of help lines are no figures about people.
_NO_FIGURE = re.compile(
    rf"\b\d{{1,2}}(?:e|ste|de)?\s+(?:{_MONTHS})\b|\b\d{{1,2}}[.:]\d{{2}}\b|\b\d{{1,2}} uur\b|\b20\d\d\b", re.IGNORECASE
)


def unpublished_numbers(text: str, content: Mapping[str, Any]) -> list[str]:
    """Numbers in a text that the report does not show: they would be published by hand, past the protection."""
    known = {str(one) for one in _numbers_in(content)}
    found = _NUMBER.findall(_NO_FIGURE.sub(" ", text))
    return [one for one in dict.fromkeys(found) if _plain_number(one) not in known]


def _numbers_in(content: Mapping[str, Any]) -> Iterable[int | float]:
    values = [*content["figures"].values(), *(row["households"] for row in (*content["themes"], *content["districts"]))]
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield value
            if isinstance(value, float) and value == int(value):
                yield int(value)


def _plain_number(written: str) -> str:
    """1.250 is a thousand and more, 7,5 is a half: as Python writes them."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written):
        return written.replace(".", "")
    return written.replace(",", ".")
