"""The administrator looks at a file, takes it in, and gives the directory out. Nobody else does."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from netwerk.forms.exchange import LARGEST_FILE
from netwerk.models import Organisation
from tests.netwerk.hsds.directories import FULL
from wijkteam.accounts.models import User

PAGE, CONFIRM = "netwerk:exchange", "netwerk:exchange-confirm"


@pytest.fixture
def signed_in(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def looked_at(client: Client, data: bytes) -> Any:
    return client.post(reverse(PAGE), {"upload": SimpleUploadedFile("in.json", data)})


def confirmation(answer: Any) -> dict[str, str]:
    return dict(answer.context["confirm"].initial)


def test_looking_confirming_and_done(signed_in: Client) -> None:
    assert signed_in.get(reverse(PAGE)).status_code == 200
    answer = looked_at(signed_in, FULL.read_bytes())
    assert answer.status_code == 200
    assert "Example Organization Inc." in answer.text
    assert not Organisation.objects.exists()
    data = confirmation(answer)
    done = signed_in.post(reverse(CONFIRM), data, follow=True)
    assert "De wegwijzer heeft nu wat het bestand zegt" in done.text
    assert Organisation.objects.count() == 1
    # A second click finds that it is done.
    assert signed_in.post(reverse(CONFIRM), data).status_code == 422
    again = looked_at(signed_in, FULL.read_bytes())
    assert "Er verandert niets" in again.text
    assert reverse(CONFIRM) not in again.text


def test_what_is_wrong_stands_on_the_page(signed_in: Client) -> None:
    said = {**json.loads(FULL.read_text()), "name": ""}
    answer = looked_at(signed_in, json.dumps(said).encode())
    assert answer.status_code == 422
    assert "name: dit moet ingevuld zijn" in answer.text
    assert "<script>" not in looked_at(signed_in, b'{"id":"a","name":"<script>","description":"<script>"}').text
    assert signed_in.post(reverse(PAGE), {}).status_code == 422
    large = looked_at(signed_in, b" " * (LARGEST_FILE + 1))
    assert (large.status_code, "groter dan 20 MB" in large.text) == (422, True)


def test_who_confirms_gets_what_was_looked_at(signed_in: Client) -> None:
    data = confirmation(looked_at(signed_in, FULL.read_bytes()))
    said = {key: json.loads(FULL.read_text())[key] for key in ("id", "name", "description")}
    other = looked_at(signed_in, json.dumps({**said, "name": "Anders"}).encode())
    signed_in.post(reverse(CONFIRM), confirmation(other))
    answer = signed_in.post(reverse(CONFIRM), data)
    assert answer.status_code == 409
    assert "Kijk opnieuw" in answer.text
    assert Organisation.objects.get().name == "Anders"
    assert signed_in.post(reverse(CONFIRM), confirmation(answer)).status_code == 302
    assert Organisation.objects.get().name == "Example Organization Inc."


def test_somebody_elses_file_is_not_there(signed_in: Client, client: Client, colleague: User) -> None:
    data = confirmation(looked_at(signed_in, FULL.read_bytes()))
    from tests.factories import UserFactory

    other = Client()
    other.force_login(UserFactory.create(role="administrator"))
    assert other.post(reverse(CONFIRM), data).status_code == 422
    other.force_login(colleague)
    assert other.post(reverse(CONFIRM), data).status_code == 403
    assert not Organisation.objects.exists()


def test_both_downloads(signed_in: Client) -> None:
    signed_in.post(reverse(CONFIRM), confirmation(looked_at(signed_in, FULL.read_bytes())))
    flat = signed_in.get(reverse("netwerk:export-json"))
    assert flat["Content-Disposition"] == 'attachment; filename="wegwijzer.json"'
    assert json.loads(flat.content)["contents"][0]["name"] == "Example Organization Inc."
    packed = signed_in.get(reverse("netwerk:export-tables"))
    with zipfile.ZipFile(io.BytesIO(packed.content)) as package:
        assert {"datapackage.json", "organizations.csv", "services.csv"} <= set(package.namelist())
    assert "Er verandert niets" in looked_at(signed_in, packed.content).text
