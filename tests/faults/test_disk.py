"""G31: no half record when the disk that holds the files is full."""

import resource
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.models import Attachment, Case, Contact
from cases.services.store_file import stored_files
from tests.cases.journal.corpus import GOOD
from tests.factories.accounts import sign_in
from tests.faults.rig import contact
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry


@contextmanager
def no_room_for_more_than(size: int) -> Iterator[None]:
    """What a full disk says to who writes a larger file: an OSError in the middle of it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["files", "contact-log"])
def test_g31_a_file_that_does_not_fit_leaves_nothing(
    where: str, client: Client, case: Case, colleague: User, settings: Settings, tmp_path: Path, measured: Measured
) -> None:
    settings.ATTACHMENTS_ROOT = tmp_path / "files"
    client.raise_request_exception = False
    sign_in(client, colleague)
    name = max(GOOD, key=lambda one: len(GOOD[one]))
    fields = {
        **contact(str(uuid.uuid4())),
        "upload": [SimpleUploadedFile(name, GOOD[name])],
    }
    path = reverse(f"cases:{where}", args=[case.public_id])
    with no_room_for_more_than(len(GOOD[name]) // 2):
        answer = client.post(path, fields)
    assert answer.status_code in (422, 500, 503, 507)
    assert not Attachment.objects.exists()
    assert not Contact.objects.exists()
    assert not TimeEntry.objects.exists()
    assert not list(stored_files())
    fields["upload"] = [SimpleUploadedFile(name, GOOD[name])]
    assert client.post(path, fields).status_code == 302, "the same form again, once there is room"
    assert Attachment.objects.count() == 1
    measured.add("G31", "forms on a full disk, no half record", 1, part="disk")
