"""What the pages of volunteers show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collectief.enums import CertificateKind, DayPart, Interest, Language
from collectief.models import Certificate, Volunteer
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.periods import months_later

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

PAGE_SIZE = 40
SHOWN_NEAR = 6
# So long before a certificate ends one reads that it does.
WARN_DAYS = 60
THANKS_AFTER_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Something that asks for attention, in a few words."""

    text: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class VolunteerRow:
    url: str
    name: str
    kind: "_StrOrPromise"
    is_resident: bool
    offers: str
    themes: str
    area: str
    rhythm: "_StrOrPromise"
    starts: str
    can_start: bool
    signs: tuple[Sign, ...]


@dataclass(frozen=True, kw_only=True)
class VolunteerList:
    rows: tuple[VolunteerRow, ...]
    page: "Page[Volunteer]"
    count: int
    query: str
    has_any: bool


def volunteer_list(
    *, user: User, today: date, page: str, chosen: Mapping[str, Any], is_over: bool = False
) -> VolunteerList:
    """Those of one's teams, filtered. Six statements at most."""
    seen = Volunteer.objects.visible_to(user, on=today)
    found = seen.exclude(stopped_on=None) if is_over else seen.active()
    if chosen.get("kan_nu"):
        found = found.can_start(on=today)
    if theme := chosen.get("thema"):
        found = found.filter(themes__code=theme)
    if area := chosen.get("buurt"):
        found = found.filter(Q(area__code=area) | Q(area=None))
    if kind := chosen.get("soort"):
        found = found.filter(kind=kind)
    if words := chosen.get("q"):
        found = found.filter(Q(name__icontains=words) | Q(offers__icontains=words) | Q(where__icontains=words))
    order = ("-stopped_on", "name", "pk") if is_over else ("name", "pk")
    related = found.with_last_thanks().select_related("area").prefetch_related("themes", "certificates")
    current = Paginator(related.order_by(*order), PAGE_SIZE).get_page(page)
    current.object_list = list(current.object_list)
    asked = {name: value for name, value in chosen.items() if value} | ({"status": "gestopt"} if is_over else {})
    return VolunteerList(
        rows=tuple(_row(one, today=today) for one in current.object_list),
        page=current,
        count=current.paginator.count,
        query=f"{urlencode(asked)}&" if asked else "",
        has_any=current.paginator.count > 0 or seen.exists(),
    )


def _row(one: Volunteer, *, today: date) -> VolunteerRow:
    return VolunteerRow(
        url=reverse("collectief:volunteer", args=[one.public_id]),
        name=one.shown_as,
        kind=one.get_kind_display(),
        is_resident=one.kind == "resident",
        offers=one.offers,
        themes=", ".join(sorted(str(theme) for theme in one.themes.all())),
        area=one.area.name if one.area else "",
        rhythm=one.get_rhythm_display(),
        starts=_starts(one, today=today),
        can_start=one.is_active and one.available_from is not None and one.available_from <= today,
        signs=tuple(signs_of(one, today=today)),
    )


def _starts(one: Volunteer, *, today: date) -> str:
    if one.stopped_on is not None:
        return _("stopped on %(day)s") % {"day": date_format(one.stopped_on, "j F Y")}
    if one.available_from is None:
        return _("not at the moment")
    if one.available_from <= today:
        return _("can start now")
    return _("from %(day)s") % {"day": date_format(one.available_from, "j F")}


def signs_of(one: Volunteer, *, today: date) -> Iterable[Sign]:
    """Needs the certificates prefetched and `last_thanked` annotated. Runs no query then."""
    if not one.is_active:
        return
    for certificate in one.certificates.all():
        if sign := sign_of(certificate, of=list(one.certificates.all()), today=today):
            yield sign
    if thanks_due(one, today=today):
        yield Sign(text=_("a thank-you would be nice"), tone="info")


def sign_of(certificate: Certificate, *, of: Iterable[Certificate], today: date) -> Sign | None:
    """That it ends, or ended; not when a later one of the same kind took its place."""
    ends = certificate.ends_on
    if ends is None or ends > today + timedelta(days=WARN_DAYS):
        return None
    same = (one for one in of if (one.kind, one.method_id) == (certificate.kind, certificate.method_id))
    if any(one.ends_on is None or one.ends_on > ends for one in same):
        return None
    what = short_name(certificate)
    day = date_format(ends - timedelta(days=1), "j F Y")
    if ends <= today:
        return Sign(text=_("%(what)s no longer counts") % {"what": what}, tone="negative")
    return Sign(text=_("%(what)s counts up to %(day)s") % {"what": what, "day": day}, tone="warning")


def short_name(certificate: Certificate) -> str:
    if certificate.kind == CertificateKind.CONDUCT:
        return _("certificate of good conduct")
    return certificate.name or str(certificate.get_kind_display())


def thanks_due(one: Volunteer, *, today: date) -> bool:
    """Nobody thanked them in a year. Needs `last_thanked` annotated."""
    last: date | None = one.last_thanked  # type: ignore[attr-defined]  # annotated by with_last_thanks
    return max(one.started_on, last or one.started_on) <= months_later(today, -THANKS_AFTER_MONTHS)


# -- one of them ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    name: str
    method: str
    since: date
    until: date | None
    sign: Sign | None
    remove_url: str


@dataclass(frozen=True, kw_only=True)
class RoleRow:
    initiative: str
    url: str
    role: str
    starts_on: date
    ends_on: date | None
    end_url: str


@dataclass(frozen=True, kw_only=True)
class ThanksRow:
    day: date
    how: str
    by: str


@dataclass(frozen=True, kw_only=True)
class VisitedRow:
    name: str
    url: str
    since: date


@dataclass(frozen=True, kw_only=True)
class VolunteerPage:
    volunteer: Volunteer
    starts: str
    themes: str
    languages: str
    day_parts: str
    interests: str
    signs: tuple[Sign, ...]
    is_thanks_due: bool
    certificates: tuple[CertificateRow, ...]
    roles: tuple[RoleRow, ...]
    thanks: tuple[ThanksRow, ...]
    visits: tuple[VisitedRow, ...]
    forgotten_on: date | None


def labels(values: Iterable[str], choices: Iterable[tuple[str, "_StrOrPromise"]]) -> str:
    known = dict(choices)
    return ", ".join(str(known[value]) for value in values if value in known)


def volunteer_page(volunteer: Volunteer, *, today: date, kept_months: int) -> VolunteerPage:
    """One volunteer. Seven statements."""
    one = (
        Volunteer.objects.with_last_thanks()
        .select_related("area", "organisation", "team")
        .prefetch_related("themes", "certificates__method")
        .get(pk=volunteer.pk)
    )
    held = sorted(one.certificates.all(), key=lambda row: (row.starts_on, row.pk), reverse=True)
    roles = one.roles.select_related("initiative").order_by("-starts_on", "-pk")
    thanks = one.thanks.select_related("given_by").order_by("-given_on", "-pk")
    forgotten = None
    if one.stopped_on is not None and one.erased_on is None:
        forgotten = today if one.withdrawn_on else months_later(one.stopped_on, kept_months) + timedelta(days=1)
    return VolunteerPage(
        volunteer=one,
        starts=_starts(one, today=today),
        themes=", ".join(sorted(str(theme) for theme in one.themes.all())),
        languages=labels(one.languages, Language.choices),
        day_parts=labels(one.day_parts, DayPart.choices),
        interests=labels(one.interests, Interest.choices),
        signs=tuple(signs_of(one, today=today)),
        is_thanks_due=one.is_active and thanks_due(one, today=today),
        certificates=tuple(
            CertificateRow(
                name=short_name(row)[:1].upper() + short_name(row)[1:],
                method=row.method.name if row.method else "",
                since=row.starts_on,
                until=row.ends_on - timedelta(days=1) if row.ends_on else None,
                sign=sign_of(row, of=held, today=today),
                remove_url=reverse("collectief:certificate-remove", args=[row.public_id]),
            )
            for row in held
        ),
        roles=tuple(
            RoleRow(
                initiative=row.initiative.name,
                url=reverse("collectief:initiative", args=[row.initiative.public_id]),
                role=row.role,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                end_url=reverse("collectief:volunteer-role-end", args=[row.public_id])
                if row.ends_on is None or row.ends_on > today
                else "",
            )
            for row in roles
        ),
        thanks=tuple(ThanksRow(day=row.given_on, how=row.how, by=row.given_by.name) for row in thanks),
        visits=tuple(
            VisitedRow(
                name=row.wish.shown_as,
                url=reverse("collectief:visit-match", args=[row.public_id]),
                since=row.starts_on,
            )
            for row in one.matches.running().select_related("wish").order_by("starts_on", "pk")
        ),
        forgotten_on=forgotten,
    )


# -- for other pages -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Near:
    """Somebody who does something about a theme. For the eyes of their own team."""

    url: str
    name: str
    note: str
    is_near: bool


def active_residents_near(*, theme: int, area: Area | None, team: int, on: date) -> tuple[Near, ...]:
    """Volunteers and active residents of the team on this theme, who lives or helps near first. Two statements.

    Only show this to who works in that team.
    """
    rows = Volunteer.objects.active().filter(team=team, themes=theme).select_related("area").order_by("name", "pk")
    here = {area.pk, area.parent_id} if area is not None else set()
    found = [
        Near(
            url=reverse("collectief:volunteer", args=[one.public_id]),
            name=one.name,
            note=" · ".join(
                part for part in (one.offers, one.area.name if one.area else "", _starts(one, today=on)) if part
            ),
            is_near=one.area is not None and bool(here & {one.area_id, one.area.parent_id}),
        )
        for one in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_near)[:SHOWN_NEAR])
