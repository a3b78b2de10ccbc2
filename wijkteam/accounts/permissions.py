"""Deny by default: a view that does not say who may use it is used by nobody."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
CASEWORKERS = (Role.TEAM_MEMBER, Role.TEAM_COORDINATOR)
EVERY_ROLE = tuple(Role)
# Who works for the municipality or in its teams: a partner looks in from outside, and at what was shared alone.
STAFF = tuple(role for role in Role if role != Role.PARTNER)


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in: the middleware has seen to that."""

    user: User
    htmx: HtmxDetails


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Say which roles may use a view; RolesMiddleware answers 403 to the others."""

    def mark(view: View) -> View:
        setattr(view, "allowed_roles", frozenset(roles))  # noqa: B010  (mypy knows no such attribute on a function)
        return view

    return mark


def confirm_first(view: View) -> View:
    """Ask again who it is before this page: what leaves the application, and what opens it to others.

    Written above `for_roles`. Ten minutes after the last time, and five after signing in, nothing is asked. A post is
    kept and goes on by itself; it then comes past no middleware, so the role is looked at here once more.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "HEAD":
            raise_if_reauthentication_required(request, app="wijkteam")
        require(getattr(request.user, "role", None) in (allowed_roles(view) or ()))
        return view(request, *args, **kwargs)

    return cast("View", confirmed)


def sets_up_second_factor(view: View) -> View:
    """Open to who has no second factor yet, as allauth's own pages are: here one is made."""
    setattr(view, "sets_up_second_factor", True)  # noqa: B010  (mypy knows no such attribute on a function)
    return view


def allowed_roles(view: Callable[..., object]) -> frozenset[Role] | None:
    """The roles that a view names, or None when it forgot to."""
    return cast("frozenset[Role] | None", getattr(view, "allowed_roles", None))


def require(allowed: bool) -> None:
    """Raises PermissionDenied (403): the person may know of this, but not do it."""
    if not allowed:
        raise PermissionDenied
