"""Two machines with one database, one Valkey and the shared folders of docs/scaling.md: people notice nothing of it.

The machines have nothing else in common: another data folder and another folder for temporary files. Who asks has one
cookie jar and is sent to the one and to the other, without sticky sessions.
"""

import datetime as dt
import hashlib
import itertools
import re
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connection
from django.urls import reverse

from cases.enums import CaseloadState
from cases.models import Case, CaseloadJob, Contact
from tests.accounts.conftest import code_for
from tests.cases.caseload.lists import team_for_lists
from tests.cases.journal.corpus import pdf
from tests.factories import PASSWORD, CaseFactory, TeamMembershipFactory, UserFactory
from tests.faults.conftest import database_of_tests
from tests.faults.machines import SHARED, Balancer, Browser, Machine
from tests.faults.rig import Writers
from tests.faults.sessions import session_of
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.models.session import COPY_LIVES
from wijkteam.retention.models import Takeout
from wijkteam.settings.base import BASE_DIR
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
LOGIN = "/account/login/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"')
SIGNED_OUT = f"{LOGIN}?next="
CODE_LIVES = 30
WRITERS = 8
LINES = 40


@dataclass
class Pair:
    a: Machine
    b: Machine

    @property
    def turns(self) -> tuple[Machine, Machine, Machine, Machine]:
        return self.a, self.b, self.a, self.b


@pytest.fixture(scope="module")
def pair(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The second one runs the worker: what it makes for somebody at the first must be there as well."""
    folder = tmp_path_factory.mktemp("machines")
    shared = folder / "shared"
    shared.mkdir()
    a = Machine(folder / "a", database=database_of_tests(), shared=shared, valkey=None)
    b = Machine(folder / "b", database=database_of_tests(), shared=shared, valkey=a.valkey)
    try:
        for machine in (a, b):
            machine.open()
        a.valkey.start()
        for machine in (a, b):
            machine.programs["web"] = machine.start_web(workers=1)
        b.run("worker")
        for machine in (a, b):
            machine.wait_for_web()
        yield Pair(a, b)
    finally:
        b.close()
        a.close()


@pytest.fixture
def pair_up(pair: Pair) -> Pair:
    """Both run: another test may have killed one."""
    for machine in (pair.a, pair.b):
        if "web" not in machine.programs:
            machine.programs["web"] = machine.start_web(workers=1)
            machine.wait_for_web()
    return pair


def with_code(user: User) -> str:
    """The secret of the authenticator app of `user`, whose password is one that production takes."""
    user.password = ScryptPasswordHasher().encode(PASSWORD, "zout")
    user.save(update_fields=["password"])
    secret = str(generate_totp_secret())
    TOTP.activate(user, secret)
    return secret


def signed_in(pair: Pair, user: User) -> Browser:
    """Name and password at the one, the code at the other."""
    secret, browser = with_code(user), Browser()
    first = browser.post(pair.a, LOGIN, login=user.username, password=PASSWORD)
    assert first.location == reverse("mfa_authenticate"), first.text
    if time.time() % CODE_LIVES > CODE_LIVES - 5:
        time.sleep(5)  # a code that is over when it arrives is refused, and that is right
    second = browser.post(pair.b, reverse("mfa_authenticate"), code=code_for(secret))
    assert second.status == 302, second.text
    return browser


def until(true: Callable[[], bool], pair: Pair, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"{pair.b.log_end('worker')}\n{pair.b.log_end('web')}"
        time.sleep(0.1)


def test_the_shared_folders_are_those_that_the_page_on_scaling_names() -> None:
    said = (BASE_DIR / "docs" / "scaling.md").read_text()
    assert set(re.findall(r"^\| `(WIJKTEAM_\w+)` \|[^|]*\| \*\*yes\*\*", said, re.MULTILINE)) == set(SHARED)


def test_signing_in_begins_at_one_and_ends_at_the_other_and_so_does_signing_out(pair_up: Pair, colleague: User) -> None:
    browser = signed_in(pair_up, colleague)
    for machine in pair_up.turns:
        assert browser.get(machine, "/mijn-account/").status == 200
    kept = Browser(browser.cookies)
    assert browser.post(pair_up.a, reverse("account_logout")).status == 302
    for machine in pair_up.turns:
        assert kept.get(machine, "/mijn-account/").location.startswith(SIGNED_OUT)


def test_who_signed_out_while_valkey_was_away_is_out_everywhere_within_half_a_minute(
    pair_up: Pair, colleague: User
) -> None:
    """The one that was told of it is killed before it could tell Valkey, which comes back with all that it knew."""
    browser = signed_in(pair_up, colleague)
    kept = Browser(browser.cookies)
    for machine in pair_up.turns:
        assert kept.get(machine, "/mijn-account/").status == 200
    pair_up.a.crash_valkey()
    assert browser.post(pair_up.a, reverse("account_logout")).status == 302
    pair_up.a.crash("web")
    pair_up.a.valkey.start()
    time.sleep(COPY_LIVES + 1)
    assert kept.get(pair_up.b, "/mijn-account/").location.startswith(SIGNED_OUT)
    pair_up.b.crash("web")  # others begin with one that has never missed Valkey


def test_guesses_are_counted_once_over_both(pair_up: Pair, colleague: User) -> None:
    with_code(colleague)
    for machine in (*pair_up.turns, pair_up.b):
        wrong = Browser().post(machine, LOGIN, login=colleague.username, password="iets-anders-dan-dat")
        assert wrong.status == 200  # the form once more, as allauth answers it
    for machine in pair_up.turns:
        right = Browser().post(machine, LOGIN, login=colleague.username, password=PASSWORD)
        assert (right.status, right.location) == (200, "")


def test_a_text_kept_at_one_is_found_at_the_other_and_saved_there_once(
    pair_up: Pair, colleague: User, case: Case
) -> None:
    browser = signed_in(pair_up, colleague)
    page = reverse("cases:contact-log", args=[case.public_id])
    shown = re.search(r'name="draft" value="([^"]+)"', browser.get(pair_up.a, page).text)
    assert shown
    sent = {"draft": shown[1], "draft_slot": "0", "draft_path": page}
    assert browser.post(pair_up.a, reverse("drafts:keep"), **sent, draft_version="0", text="Samen de").status == 200
    more = browser.post(pair_up.b, reverse("drafts:keep"), **sent, draft_version="1", text="Samen de post")
    assert '"version": 2' in more.text
    for machine in pair_up.turns:
        assert "Samen de post" in browser.post(machine, reverse("drafts:find"), draft=shown[1]).text
    now = dt.datetime.now(dt.UTC)
    filled = {
        "text": "Samen de post geopend.", "kind": "visit", "minutes": "45", "day": now.date().isoformat(),
        "time": "00:00", "visibility": "team", "request_key": str(uuid.uuid4()), **sent, "draft_version": "2",
    }  # fmt: skip
    for machine in pair_up.turns:
        assert browser.post(machine, page, **filled).status == 302
    assert Contact.objects.filter(case=case, text="Samen de post geopend.").count() == 1
    for machine in pair_up.turns:
        assert "Samen de post" not in browser.post(machine, reverse("drafts:find"), draft=shown[1]).text


def test_a_file_sent_to_one_is_fetched_from_the_other(pair_up: Pair, colleague: User, case: Case) -> None:
    browser = signed_in(pair_up, colleague)
    page = reverse("cases:files", args=[case.public_id])
    content = pdf()
    key = str(uuid.uuid4())
    assert browser.send(pair_up.a, page, "brief.pdf", content, visibility="team", request_key=key).status == 302
    file = case.attachments.get()
    for machine in pair_up.turns:
        fetched = browser.get(machine, reverse("cases:file", args=[case.public_id, file.public_id]))
        assert hashlib.sha256(fetched.content).digest() == hashlib.sha256(content).digest()
    for machine in (pair_up.a, pair_up.b):
        assert not (machine.var / "attachments").exists()


def test_a_list_sent_to_one_is_looked_at_and_taken_in_at_the_other(pair_up: Pair) -> None:
    team = team_for_lists()
    user = UserFactory.create(role=Role.TEAM_COORDINATOR)
    TeamMembershipFactory.create(team=team, user=user, starts_on=dt.date(2024, 3, 1))
    browser = signed_in(pair_up, user)
    rows = "Dossiernummer;Achternaam;Voornaam;Geboortedatum;Buurt;Thema;Regisseur;Startdatum;Hulpvraag\r\n" + "".join(
        f"A-{number};Prins;Gerrit;02-01-1950;De Weide;Geldzorgen;anouk1;06-05-2025;De post blijft liggen.\r\n"
        for number in range(40)
    )
    key = str(uuid.uuid4())
    first = browser.send(
        pair_up.a, reverse("cases:caseload"), "lijst.csv", rows.encode("utf-8-sig"), team=team.code, request_key=key
    )
    assert first.status == 302, first.text
    look, result = (first.location.replace("/kolommen/", f"/{name}/") for name in ("bekijken", "uitkomst"))
    assert browser.get(pair_up.b, first.location).status == 200
    for machine in pair_up.turns:
        seen = browser.get(machine, look)
        assert "Prins" in seen.text
    assert browser.post(pair_up.b, look).status == 302
    asked = itertools.cycle(pair_up.turns)
    until(lambda: "deel=voortgang" not in browser.get(next(asked), result).text, pair_up)
    browser.get(pair_up.a, result)
    said = [TOKEN.sub("", browser.get(machine, result).text) for machine in pair_up.turns]
    assert len(set(said)) == 1
    assert CaseloadJob.objects.get().state == CaseloadState.DONE
    assert Case.objects.filter(team=team).count() == 40


def test_what_a_worker_elsewhere_made_is_taken_along_from_either(pair_up: Pair, team: Team, coordinator: User) -> None:
    CaseFactory.create(team=team, underlying_question="kanarievraag")
    browser = signed_in(pair_up, coordinator)
    officer = signed_in(pair_up, UserFactory.create(privacy_officer=True))
    reason = "Het team gaat verder in het systeem van de buurgemeente."
    asked = browser.post(
        pair_up.a, reverse("retention:takeout-ask"), team=team.pk, goal="move", reason=reason, request_key=uuid.uuid4()
    )
    assert asked.status == 302, asked.text
    takeout = Takeout.objects.get()
    allow = reverse("retention:takeout-allow", args=[takeout.public_id])
    assert officer.post(pair_up.b, allow).status == 302
    until(lambda: Takeout.objects.get().sha256 != "", pair_up)
    file = reverse("retention:takeout-file", args=[takeout.public_id])
    for machine in pair_up.turns:
        taken = browser.post(machine, file)
        assert taken.headers["Content-Type"] == "application/zip"
        assert hashlib.sha256(taken.content).hexdigest() == Takeout.objects.get().sha256
    assert Takeout.objects.get().times_taken == 4


def test_fragments_and_pages_are_alike(pair_up: Pair, colleague: User, case: Case) -> None:
    browser = signed_in(pair_up, colleague)
    assert browser.get(pair_up.a, "/mijn-account/").status == 200  # says once that somebody signed in
    for path, headers in (("/casussen/?deel=rows", {"HX-Request": "true"}), ("/casussen/", {})):
        pages = [browser.get(machine, path, **headers) for machine in (pair_up.a, pair_up.b)]
        assert [page.status for page in pages] == [200, 200]
        assert str(case.public_id) in pages[0].text
        made = [TOKEN.sub("", page.text) for page in pages]
        assert made[0] == made[1]
        assert ("<html" in pages[0].text) == (not headers)


def test_one_is_killed_and_what_was_not_under_way_goes_on(pair_up: Pair, team: Team) -> None:
    """Eight people write through the balancer. At most what was being answered at that moment gets no answer."""
    people = []
    for _ in range(WRITERS):
        member = TeamMembershipFactory.create(team=team).user
        case = CaseFactory.create(team=team, coordinator=member)
        with_code(member)
        people.append({"session": session_of(member), "case": str(case.public_id)})
    pair_up.a.people = people
    with Balancer([pair_up.a, pair_up.b]) as front, Writers(pair_up.a, port=front.port) as writers:
        writers.wait_for_more(LINES)
        assert all(front.served.values()), "one of the two got nothing to do"
        pair_up.a.crash("web")
        alone = front.served[pair_up.b.port]
        writers.wait_for_more(LINES)
        assert front.served[pair_up.b.port] > alone
    assert front.unanswered <= WRITERS
    assert {status for _, status in writers.refused} <= {502}
    assert len(writers.refused) == front.unanswered
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_key::text FROM cases_contact WHERE request_key IS NOT NULL")
        kept = [key for (key,) in cursor.fetchall()]
    assert set(writers.acknowledged) <= set(kept)
    assert len(kept) == len(set(kept)), "a form was kept twice"


@pytest.mark.nightly
def test_files_of_pages_have_the_same_names_on_each_machine(tmp_path: Path) -> None:
    """A page of the one asks the other for its style sheet: made apart, in folders of their own."""
    found = []
    for name in ("a", "b"):
        machine = Machine(tmp_path / name, database=database_of_tests(), shared=tmp_path, valkey=None)
        machine.settings = "wijkteam.settings.demo"
        try:
            machine.open()
            machine.manage("collectstatic", "--no-input", role="web")
            folder = machine.var / "static"
            found.append(
                {
                    str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
                    for file in folder.rglob("*")
                    if file.is_file() and file.suffix not in {".gz", ".br"}
                }
            )
        finally:
            machine.close()
    assert found[0] == found[1]
    assert any("css" in name for name in found[0])
