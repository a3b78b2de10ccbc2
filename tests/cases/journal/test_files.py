"""G12: files of a case. What is taken, what is refused, and who gets the bytes."""

import socket
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import ScanState, Visibility
from cases.models import Attachment, Case
from cases.services.add_file import FileDetails, add_files, scan_waiting, sweep_files
from cases.services.inspect_file import Inspected, Refused, inspect_file
from cases.services.store_file import open_file_of, place_of, stored_files
from tests.cases.journal.corpus import GOOD, HOSTILE, exif, jpeg, pdf, png
from tests.factories import AttachmentFactory, ContactFactory
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ATTACHMENTS_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def send(client: Client, case: Case, *files: SimpleUploadedFile, **fields: Any) -> Any:
    filled = {"visibility": "team", "request_key": str(uuid.uuid4()), "upload": list(files), **fields}
    return client.post(reverse("cases:files", args=[case.public_id]), filled)


@pytest.mark.parametrize("name", GOOD)
def test_g12_ordinary_files_are_taken(name: str, signed_in: Client, case: Case) -> None:
    assert send(signed_in, case, SimpleUploadedFile(name, GOOD[name])).status_code == 302
    file = Attachment.objects.get()
    answer = signed_in.get(reverse("cases:file", args=[case.public_id, file.public_id]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert len(answer.content) == file.size
    line = ReadLog.objects.get(subject="attachment", subject_id=file.pk)
    assert (line.act, line.household_id) == ("export", case.household_id)


@pytest.mark.parametrize("name", HOSTILE)
def test_g12_hostile_files_are_refused_with_a_sentence(
    name: str, signed_in: Client, case: Case, folder: Path, measured: Measured
) -> None:
    with pytest.raises(Refused):
        inspect_file(name=name, content=HOSTILE[name])
    if name:
        answer = send(signed_in, case, SimpleUploadedFile(name, HOSTILE[name]))
        assert answer.status_code == 422
    assert not Attachment.objects.exists()
    assert not list(stored_files())
    measured.add("G12", "hostile files refused", 1, part="corpus")


def test_g12_one_wrong_file_among_good_ones_saves_none(signed_in: Client, case: Case) -> None:
    files = [SimpleUploadedFile("goed.pdf", pdf()), SimpleUploadedFile("fout.pdf", b"nee")]
    assert send(signed_in, case, *files).status_code == 422
    assert not Attachment.objects.exists()


def test_g12_a_photo_keeps_which_way_is_up_and_nothing_else() -> None:
    sent = jpeg(exif=exif(turned=6), comment=b"geheim", after=b"<script>")
    kept = inspect_file(name="muur.jpg", content=sent).content
    for secret in (b"GPSLatitude", b"geheim", b"<script>", b"JFIF"):
        assert secret not in kept
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept
    assert kept.endswith(b"\x12\x34\xff\x00\x56\xff\xd9")
    assert inspect_file(name="muur.jpg", content=kept).content == kept


def test_g12_what_lies_behind_a_picture_is_left_out() -> None:
    kept = inspect_file(name="x.png", content=png(after=b"PK\x03\x04<script>")).content
    assert kept == png()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\fotos\\muur.pdf", "muur.pdf"),
        ('a"\r\nSet-Cookie: x=1.pdf', "a Set-Cookie x=1.pdf"),
        ("rekening\u202efdp.pdf", "rekening fdp.pdf"),
        ("brief.html.pdf", "brief html.pdf"),
        ("....pdf", "bestand.pdf"),
        (f"{'a' * 400}.pdf", f"{'a' * 120}.pdf"),
    ],
)
def test_g12_names_lose_what_they_should_not_have(sent: str, kept: str) -> None:
    assert inspect_file(name=sent, content=pdf()).name == kept


def test_g12_a_file_over_twenty_megabytes_is_refused(signed_in: Client, case: Case, measured: Measured) -> None:
    answer = send(signed_in, case, SimpleUploadedFile("groot.txt", b"a" * (20 * 1024 * 1024 + 1)))
    assert answer.status_code == 422
    assert "20 MB" in answer.text
    measured("G12", "20 MB and 1 byte: 422", part="limits")


def test_g12_a_request_over_twenty_five_megabytes_is_not_even_read(
    signed_in: Client, case: Case, measured: Measured
) -> None:
    answer = signed_in.generic("POST", reverse("cases:files", args=[case.public_id]), b"", CONTENT_LENGTH="26214401")
    assert answer.status_code == 413
    measured("G12", "25 MB and 1 byte: 413", part="limits")


def test_g12_the_same_form_twice_is_one_file(signed_in: Client, case: Case) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert send(signed_in, case, SimpleUploadedFile("a.pdf", pdf()), request_key=key).status_code == 302
    assert Attachment.objects.count() == len(list(stored_files())) == 1


def test_g12_the_hundred_and_first_file_is_refused_and_leaves_nothing(
    signed_in: Client, case: Case, measured: Measured
) -> None:
    AttachmentFactory.create_batch(100, case=case)
    answer = send(signed_in, case, SimpleUploadedFile("a.pdf", pdf()))
    assert answer.status_code == 422
    assert not list(stored_files())
    measured("G12", "file 101: 422", part="limits")


def test_g12_a_restricted_file_leaves_no_trace_for_others(client: Client, case: Case, teammate: User) -> None:
    hidden = AttachmentFactory.create(case=case, visibility=Visibility.RESTRICTED, name="geheim.pdf")
    client.force_login(teammate)
    assert "geheim.pdf" not in client.get(reverse("cases:files", args=[case.public_id])).text
    assert client.get(reverse("cases:file", args=[case.public_id, hidden.public_id])).status_code == 404


def test_g12_a_file_of_a_restricted_contact_is_as_hidden_as_the_contact(case: Case, teammate: User) -> None:
    contact = ContactFactory.create(case=case, visibility=Visibility.RESTRICTED)
    AttachmentFactory.create(case=case, contact=contact)
    assert not Attachment.objects.all().readable_by(teammate).exists()
    assert Attachment.objects.all().readable_by(contact.author).exists()


def test_g12_taking_a_file_away_leaves_the_row_and_takes_the_bytes(
    signed_in: Client, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    send(signed_in, case, SimpleUploadedFile("fout-gezin.pdf", pdf()))
    file = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        signed_in.post(reverse("cases:file-remove", args=[case.public_id, file.public_id]))
    file.refresh_from_db()
    assert file.removed_by is not None
    assert not place_of(file.stored_as).exists()
    assert signed_in.get(reverse("cases:file", args=[case.public_id, file.public_id])).status_code == 404


def test_g12_bytes_without_a_row_are_swept_away_and_others_stay(case: Case, colleague: User, folder: Path) -> None:
    import os

    [kept] = add(case, colleague)
    orphan = folder / "ab" / ("ab" + "0" * 30)
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"x")
    assert sweep_files() == 0  # too young: its transaction may still run
    os.utime(orphan, (0, 0))
    os.utime(place_of(kept.stored_as), (0, 0))
    assert sweep_files() == 1
    assert place_of(kept.stored_as).exists()


def add(case: Case, by: User) -> list[Attachment]:
    file: Inspected = inspect_file(name="a.pdf", content=pdf())
    return add_files(case=case, files=[file], details=FileDetails(), by=by, at=timezone.now(), request_key=uuid.uuid4())


# -- the virus scanner -----------------------------------------------------------------------------


@pytest.fixture
def scanner(settings: Any, tmp_path: Path) -> Iterator[list[bytes]]:
    """A clamd that says what `answers` holds, and then nothing more."""
    answers: list[bytes] = []
    address = f"/tmp/wijkteam-clamd-{uuid.uuid4().hex[:8]}.sock"  # noqa: S108  (a socket has a short name)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(address)
    server.listen()
    settings.CLAMAV_SOCKET = address

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                seen = b""
                while not seen.endswith(b"\0\0\0\0"):
                    seen += line.recv(65536)
                if answers:
                    line.sendall(answers.pop(0))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield answers
    server.close()
    Path(address).unlink()


def test_g12_a_scanner_that_finds_a_virus_is_believed(scanner: list[bytes], case: Case, colleague: User) -> None:
    scanner.append(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
    with pytest.raises(Refused):
        add(case, colleague)
    assert not list(stored_files())


def test_g12_a_scanner_that_is_away_means_waiting_never_clean(
    settings: Any, signed_in: Client, case: Case, colleague: User, measured: Measured
) -> None:
    settings.CLAMAV_SOCKET = "/nowhere/clamd.sock"
    [file] = add(case, colleague)
    assert file.scan_state == ScanState.WAITING
    assert signed_in.get(reverse("cases:file", args=[case.public_id, file.public_id])).status_code == 403
    assert scan_waiting() == 0
    measured("G12", "scanner away: waiting, 403", part="scanner")


@pytest.mark.parametrize("answer", [b"", b"\0", b"stream: ERROR\0", b"OK\0"])
def test_g12_an_answer_that_is_no_verdict_means_waiting(
    answer: bytes, scanner: list[bytes], case: Case, colleague: User, measured: Measured
) -> None:
    scanner.append(answer)
    assert add(case, colleague)[0].scan_state == ScanState.WAITING
    measured.add("G12", "answers without a verdict: waiting", 1, part="scanner")


def test_g12_what_waited_is_looked_at_later(scanner: list[bytes], case: Case, colleague: User) -> None:
    scanner += [b"\0", b"\0", b"stream: OK\0", b"stream: X FOUND\0"]
    [first], [second] = add(case, colleague), add(case, colleague)
    assert scan_waiting() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.scan_state, second.scan_state) == (ScanState.CLEAN, ScanState.INFECTED)
    assert place_of(first.stored_as).exists()
    assert not place_of(second.stored_as).exists()


def test_g12_the_bytes_are_readable_by_the_application_alone(case: Case, colleague: User) -> None:
    [file] = add(case, colleague)
    assert place_of(file.stored_as).stat().st_mode & 0o777 == 0o600
    with open_file_of(file.stored_as) as stored:
        assert stored.read() == pdf()


# -- straight from the contact form ----------------------------------------------------------------


def log_contact(client: Client, case: Case, **changes: Any) -> Any:
    now = timezone.localtime()
    said = {
        "text": "De brief van de verhuurder samen gelezen.",
        "kind": "visit",
        "minutes": "30",
        "day": f"{now:%Y-%m-%d}",
        "time": "00:00",
        "visibility": "team",
        "request_key": str(uuid.uuid4()),
        **changes,
    }
    return client.post(reverse("cases:contact-log", args=[case.public_id]), said)


def test_g12_a_contact_brings_its_photo_along_once(signed_in: Client, case: Case) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        files = {"photo": SimpleUploadedFile("brief.jpg", jpeg()), "upload": [SimpleUploadedFile("brief.pdf", pdf())]}
        assert log_contact(signed_in, case, request_key=key, visibility="restricted", **files).status_code == 302
    contact = case.contacts.get()
    found = list(Attachment.objects.order_by("kind").values_list("kind", "contact", "visibility"))
    assert found == [("jpeg", contact.pk, "restricted"), ("pdf", contact.pk, "restricted")]
    assert "2 bestanden" in signed_in.get(reverse("cases:detail", args=[case.public_id])).text


@pytest.mark.parametrize("field", ["photo", "upload"])
def test_g12_a_refused_file_loses_nothing_that_was_typed(field: str, signed_in: Client, case: Case) -> None:
    answer = log_contact(signed_in, case, **{field: SimpleUploadedFile("fout.pdf", b"nee")})
    assert answer.status_code == 422
    assert "De brief van de verhuurder samen gelezen." in answer.text
    assert not case.contacts.exists()
    assert not Attachment.objects.exists()
    assert not list(stored_files())


def test_g12_a_fault_elsewhere_says_that_the_files_are_to_be_chosen_again(signed_in: Client, case: Case) -> None:
    answer = log_contact(signed_in, case, minutes="", upload=SimpleUploadedFile("brief.pdf", pdf()))
    assert answer.status_code == 422
    assert "Kies je bestanden opnieuw" in answer.text


def test_g12_too_many_files_save_no_contact_either(signed_in: Client, case: Case) -> None:
    AttachmentFactory.create_batch(100, case=case)
    answer = log_contact(signed_in, case, upload=SimpleUploadedFile("brief.pdf", pdf()))
    assert answer.status_code == 422
    assert not case.contacts.exists()
    assert not list(stored_files())
