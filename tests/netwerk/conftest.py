import pytest
from django.test import Client

from wijkteam.accounts.models import User


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client
