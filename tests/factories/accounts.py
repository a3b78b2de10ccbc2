import uuid
from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from tests.factories.base import Factory
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import BrowserSession, ExternalIdentity, User

PASSWORD = "een-lang-wachtwoord-voor-de-test"


class UserFactory(Factory[User]):
    """Somebody of a neighbourhood team, without a team yet. Signs in with PASSWORD."""

    class Meta:
        model = User

    class Params:
        team_coordinator = factory.Trait(role=Role.TEAM_COORDINATOR)
        commissioner = factory.Trait(role=Role.COMMISSIONER)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        privacy_officer = factory.Trait(role=Role.PRIVACY_OFFICER)
        partner = factory.Trait(role=Role.PARTNER)
        disabled = factory.Trait(is_active=False)

    username = factory.Sequence(lambda n: f"medewerker-{n}")
    name = factory.Sequence(lambda n: f"Medewerker Nummer{n}")
    role = Role.TEAM_MEMBER
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


def sign_in(client: Client, user: User) -> Client:
    """The same client, with a session of `user`; past the sign-in page and its limits."""
    client.force_login(user)
    return client


class BrowserSessionFactory(Factory[BrowserSession]):
    """A browser in which somebody is signed in."""

    class Meta:
        model = BrowserSession

    session_key = factory.Sequence(lambda n: f"sleutel{n:033d}")
    session_data = ""
    expire_date = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=10))
    public_id = factory.LazyFunction(uuid.uuid4)
    user = factory.SubFactory(UserFactory)
    started_at = factory.LazyFunction(timezone.now)
    seen_at = factory.LazyFunction(timezone.now)
    browser = "Firefox, Windows"


class ExternalIdentityFactory(Factory[ExternalIdentity]):
    """Who somebody is at the municipality."""

    class Meta:
        model = ExternalIdentity

    user = factory.SubFactory(UserFactory)
    issuer = "https://inloggen.gemeente.example"
    subject = factory.Sequence(lambda n: f"onderwerp-{n}")
    matched_at = factory.LazyFunction(timezone.now)
