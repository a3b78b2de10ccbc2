"""The rules of sessions and of signing in with an account of the municipality."""

from collections.abc import Callable
from typing import Any

from tests.factories import BrowserSessionFactory, ExternalIdentityFactory, UserFactory
from tests.guards.past_the_code import twice

RULES: list[tuple[str, Callable[[], Any]]] = [
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(user=None)),
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(public_id=None)),
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(started_at=None)),
    ("session_is_of_somebody_or_nobody", lambda: BrowserSessionFactory.create(seen_at=None)),
    (
        "session_is_of_somebody_or_nobody",
        lambda: BrowserSessionFactory.create(user=None, public_id=None, started_at=None),
    ),
    ("external_identity_says_who", lambda: ExternalIdentityFactory.create(issuer="")),
    ("external_identity_says_who", lambda: ExternalIdentityFactory.create(subject="")),
    ("external_identity_is_of_one_account", lambda: twice(ExternalIdentityFactory.create, subject="een")),
    ("account_has_one_external_identity", lambda: twice(ExternalIdentityFactory.create, user=UserFactory.create())),
]
