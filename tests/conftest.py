"""Every test runs on a real PostgreSQL and Valkey, as the role that serves pages: no superuser, no owner."""

import contextlib
import os
import re
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection, connections
from django.http import HttpRequest, HttpResponseBase
from django.template import Template
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from cases.models import Case
from tests.factories import CaseFactory, CaseUserPermissionFactory, TeamFactory, TeamMembershipFactory, UserFactory
from wijkteam.accounts.models import User
from wijkteam.celery import app
from wijkteam.teams.models import Team

# How fast examples are made says how busy the machine is, nothing about what is tested.
hypothesis_settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any-machine")


def _connect_as(role: str) -> None:
    """Let the tests' connection be that of one of our roles from here on."""
    connection.close()
    connection.settings_dict["USER"] = f"wijkteam_{role}"
    connection.settings_dict["PASSWORD"] = os.environ[f"WIJKTEAM_DB_PASSWORD_{role.upper()}"]


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """For the few steps of the test suite itself that pages may never do."""
    _connect_as("owner")
    try:
        yield
    finally:
        _connect_as("web")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The owner makes the test database; the tests themselves run as `web`."""
    with django_db_blocker.unblock():
        _connect_as("web")
    yield
    with django_db_blocker.unblock():
        _connect_as("owner")


@pytest.fixture(autouse=True, scope="session")
def _tasks_are_known() -> None:
    """As in a worker; a process of pages loads them when it asks for the first one (tests/core/test_bell.py)."""
    app.loader.import_default_modules()


@pytest.fixture(autouse=True, scope="session")
def _folder_for_static_files() -> None:
    """WhiteNoise warns when there is none, and warnings are errors."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _emptying_is_the_owners_work() -> Iterator[None]:
    """Tests that commit empty the tables afterwards: `web` may not. What only grows stays, unless it refers to them."""
    from django.core.management.commands import flush

    from wijkteam.core.database_roles import append_only_tables

    def handle(self: flush.Command, **options: Any) -> None:
        # What points at other rows goes with them.
        pointing = {
            model._meta.db_table
            for model in apps.get_models()
            if any(getattr(field, "db_constraint", False) for field in model._meta.local_fields)
        }
        kept = (append_only_tables() - pointing) | {"django_migrations", "django_content_type", "auth_permission"}
        tables = [name for name in connection.introspection.table_names() if name not in kept]
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))} CASCADE")

    patch = pytest.MonkeyPatch()
    patch.setattr(flush.Command, "handle", handle)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _no_query_while_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates show what the view fetched. Only the choices of a form may load while rendering."""
    original = Template.render

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        frames = (frame.f_code.co_filename for frame, _ in traceback.walk_stack(None))
        if any(name.endswith(("django/forms/models.py", "areas/forms/choices.py")) for name in frames):
            return execute(sql, params, many, context)
        raise AssertionError(f"query while rendering: {sql}")

    def render(self: Template, context: Any) -> Any:
        with connection.execute_wrapper(refuse):
            return original(self, context)

    monkeypatch.setattr(Template, "render", render)


@pytest.fixture(autouse=True)
def _reports_are_read_where_they_were_made(request: pytest.FixtureRequest) -> Iterator[None]:
    """The connection of commissioners cannot see what a test has not committed, so it is lent the test's own.

    Tests that commit use the real one; test_database_roles looks at what it may do.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")) or not (marker or "db" in request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    own = connections["report"]
    connections["report"] = connections["default"]
    yield
    connections["report"] = own


# What seeing something may leave behind: that it was seen (recovery codes too), and the session it was seen in.
WRITTEN_WHILE_READING = {
    "audit_readlog",
    "audit_readflag",  # that somebody was stopped at the limit of a day
    "accounts_browsersession",
    "mfa_authenticator",
    "reports_reportreading",
    "daily_calendarfeed",  # that a calendar program fetched, and what it was told
}
_WRITE = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE) \"(\w+)\"")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}


def _refuse_to_write(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    written = set(_WRITE.findall(sql)) - WRITTEN_WHILE_READING
    assert not written, f"GET wrote to {sorted(written)}: move this to a POST. {sql}"
    return execute(sql, params, many, context)


def _assert_safe_headers(request: HttpRequest, response: HttpResponseBase) -> None:
    where = f"{request.method} {request.path} ({response.status_code})"
    policy = {part.strip() for part in response.headers.get("Content-Security-Policy", "").split(";")}
    assert policy >= POLICY, f"{where} lacks in its content security policy: {POLICY - policy}"
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, f"{where} has no {name}: {value}"
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        kept = response.headers.get("Cache-Control", "")
        match = request.resolver_match
        is_public = match is not None and not getattr(match.func, "login_required", True) and "public" in kept
        assert is_public or {"no-store", "private"} <= set(kept.replace(" ", "").split(",")), (
            f"{where} may be kept: {kept}"
        )
        assert "Cookie" in response.headers.get("Vary", ""), f"{where} does not vary with the session"


@pytest.fixture(autouse=True)
def _every_answer_keeps_the_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    """G17 and T23, for each request that any test makes: safe headers, and a GET that changes nothing."""
    original = BaseHandler.get_response

    def get_response(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        # What a provider sends back is a GET by its nature; state and nonce stand for the token of a post.
        reads = request.method in {"GET", "HEAD"} and request.path != "/inloggen/gemeente/terug/"
        with connection.execute_wrapper(_refuse_to_write) if reads else contextlib.nullcontext():
            response = original(self, request)
        _assert_safe_headers(request, response)
        return response

    monkeypatch.setattr(BaseHandler, "get_response", get_response)


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    """Counters and sessions of one test are none of the next one's business."""
    yield
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "testserver"})


# -- people: access tests read like sentences with them ---------------------------------------------


@pytest.fixture
def team(db: None) -> Team:
    return TeamFactory.create()


@pytest.fixture
def other_team(db: None) -> Team:
    return TeamFactory.create()


@pytest.fixture
def colleague(team: Team) -> User:
    """A team member of `team`; coordinates `case`."""
    return TeamMembershipFactory.create(team=team).user


@pytest.fixture
def teammate(team: Team) -> User:
    """Another member of `team`, who has nothing to do with `case`."""
    return TeamMembershipFactory.create(team=team).user


@pytest.fixture
def coordinator(team: Team) -> User:
    """The team coordinator of `team`."""
    return TeamMembershipFactory.create(team=team, user__team_coordinator=True).user


@pytest.fixture
def outsider(other_team: Team) -> User:
    """A member of another team."""
    return TeamMembershipFactory.create(team=other_team).user


@pytest.fixture
def ex_colleague(team: Team) -> User:
    """Worked in `team` until 2026."""
    return TeamMembershipFactory.create(team=team, ended=True).user


@pytest.fixture
def commissioner(db: None) -> User:
    return UserFactory.create(commissioner=True)


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory.create(administrator=True)


@pytest.fixture
def privacy_officer(db: None) -> User:
    return UserFactory.create(privacy_officer=True)


@pytest.fixture
def disabled(team: Team) -> User:
    """A member of `team` whose account is switched off."""
    return TeamMembershipFactory.create(team=team, user__disabled=True).user


@pytest.fixture
def case(team: Team, colleague: User) -> Case:
    """An open case of `team`, coordinated by `colleague`."""
    return CaseFactory.create(team=team, coordinator=colleague)


@pytest.fixture
def granted(case: Case, other_team: Team) -> User:
    """A member of another team with an exception for `case`."""
    user = TeamMembershipFactory.create(team=other_team).user
    return CaseUserPermissionFactory.create(content_object=case, user=user).user
