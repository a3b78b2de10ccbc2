"""Stories: read by somebody else, used as they were approved, shared, thanked for, and taken back."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from collectief.enums import StoryKind, StoryState, WithdrawnBecause
from collectief.models import Story, StoryThanks
from collectief.selectors.story_words import parts_of, pointers_in, reading_of
from collectief.services.read_story import approve_story, withdraw_story
from collectief.services.write_story import ReaderIsTheWriter, StoryChanged, StoryDetails, change_story
from tests.factories import EditionFactory, InitiativeFactory, StoryFactory, StoryThanksFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.core.database_roles import append_only_tables
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
TODAY = date(2026, 5, 4)
TEXT = "Zij kwam alleen voor de warmte. Nu zet zij de stoelen klaar en kent ze iedereen bij de naam."
TICKED = {"nobody_recognised": "on", "consent_checked": "on", "in_plain_words": "on", "besluit": "goed"}


@pytest.fixture(autouse=True)
def _monday(db: None) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def given(**fields: Any) -> dict[str, Any]:
    return {
        "title": "De warmte",
        "text": TEXT,
        "kind": "composed",
        "request_key": str(uuid.uuid4()),
        **fields,
    }


def to(name: str, story: Story) -> str:
    return reverse(f"collectief:{name}", args=[story.public_id])


def my_stories(client: Client) -> list[str]:
    groups = client.get(reverse("cases:my-work")).context["groups"]
    return [item.url for group in groups for row in group.rows for item in row.items if item.kind == "story"]


def test_from_a_draft_to_an_approved_story(
    signed_in: Client, team: Team, colleague: User, teammate: User, client: Client
) -> None:
    initiative = InitiativeFactory.create(team=team)
    address = f"{reverse('collectief:story-new')}?initiatief={initiative.public_id}"
    form = signed_in.get(address).context["form"]
    assert form["initiatives"].value() == [initiative.public_id]
    assert form["theme"].value() == initiative.theme_id
    data = given(initiatives=[initiative.public_id], theme=initiative.theme_id)
    first, second = (signed_in.post(address, data) for _ in range(2))
    story = Story.objects.get()
    assert first["Location"] == second["Location"] == to("story", story)
    assert (story.state, story.written_by, list(story.initiatives.all())) == ("draft", colleague, [initiative])

    # Who wrote it cannot be asked, and cannot read it as second reader.
    assert signed_in.post(to("story-ask", story), {"reader": colleague.pk}).status_code == 422
    assert signed_in.post(to("story-ask", story), {"reader": teammate.pk}).status_code == 302
    assert signed_in.get(to("story-reading", story)).status_code == 403
    assert my_stories(signed_in) == []

    client.force_login(teammate)
    assert my_stories(client) == [to("story-reading", story)]
    reading = client.get(to("story-reading", story))
    seen = {"seen": reading.context["form"]["seen"].value()}
    answer = client.post(to("story-reading", story), seen | {"besluit": "goed", "nobody_recognised": "on"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"consent_checked", "in_plain_words"}
    assert client.post(to("story-reading", story), seen | TICKED)["Location"] == to("story", story)
    story.refresh_from_db()
    assert (story.state, story.read_by, story.read_version) == (StoryState.APPROVED, teammate, story.version)
    assert my_stories(client) == []
    page = client.get(reverse("collectief:initiative", args=[initiative.public_id])).context["page"]
    assert [one.title for one in page.stories] == ["De warmte"]


def test_it_comes_back_with_remarks_and_another_text_asks_another_reading(
    client: Client, team: Team, colleague: User, teammate: User
) -> None:
    story = StoryFactory.create(team=team, written_by=colleague, asked=True, asked_of=teammate)
    client.force_login(teammate)
    refused = client.post(to("story-reading", story), {"seen": 1, "besluit": "terug"})
    assert list(refused.context["form"].errors) == ["remarks"]
    client.post(to("story-reading", story), {"seen": 1, "besluit": "terug", "remarks": "De straat staat er nog in."})
    client.force_login(colleague)
    assert "De straat staat er nog in." in client.get(to("story", story)).text
    seen = client.get(to("story-edit", story)).context["form"]["seen"].value()
    client.post(to("story-edit", story), given(text=f"{TEXT} Zonder straat.", seen=seen))
    story.refresh_from_db()
    assert (story.state, story.version, story.read_by, story.remarks) == (
        StoryState.DRAFT, 2, None, "De straat staat er nog in.",
    )  # fmt: skip


def test_a_change_of_an_approved_and_shared_story_takes_it_out_of_sight(
    signed_in: Client, team: Team, colleague: User
) -> None:
    story = StoryFactory.create(team=team, written_by=colleague, shared=True)
    signed_in.post(to("story-edit", story), given(title=story.title, text=story.text, seen=1))
    story.refresh_from_db()
    assert (story.state, story.version) == (StoryState.APPROVED, 1)  # the same words again change nothing
    signed_in.post(to("story-edit", story), given(title="Anders", text=story.text, seen=1))
    story.refresh_from_db()
    assert (story.state, story.version, story.shared_at) == (StoryState.DRAFT, 2, None)


def test_a_story_of_a_teller_waits_for_consent(signed_in: Client, colleague: User, teammate: User) -> None:
    wrong = signed_in.post(reverse("collectief:story-new"), given(kind="consent", consent_on="2026-05-01"))
    assert list(wrong.context["form"].errors) == ["consent_how"]
    later = signed_in.post(
        reverse("collectief:story-new"), given(kind="consent", consent_on="2026-05-05", consent_how="Aan tafel")
    )
    assert list(later.context["form"].errors) == ["consent_on"]
    signed_in.post(reverse("collectief:story-new"), given(kind="consent"))
    story = Story.objects.get()
    asked = signed_in.post(to("story-ask", story), {"reader": teammate.pk})
    assert asked.status_code == 422
    signed_in.post(
        to("story-edit", story), given(kind="consent", consent_on="2026-05-01", consent_how="Samen gelezen", seen=1)
    )
    assert signed_in.post(to("story-ask", story), {"reader": teammate.pk}).status_code == 302
    # What is no longer told by somebody keeps nothing of their consent.
    signed_in.post(to("story-edit", story), given(seen=2, consent_on="2026-05-01", consent_how="Samen gelezen"))
    story.refresh_from_db()
    assert (story.kind, story.consent_on, story.consent_how, story.state) == ("composed", None, "", "draft")


def test_two_tabs_do_not_wipe_out_each_other(signed_in: Client, team: Team, colleague: User) -> None:
    story = StoryFactory.create(team=team, written_by=colleague)
    signed_in.post(to("story-edit", story), given(text=f"{TEXT} Eerste tab.", seen=1))
    answer = signed_in.post(to("story-edit", story), given(text=f"{TEXT} Tweede tab.", seen=1))
    assert answer.status_code == 409
    assert "Tweede tab." in answer.text
    story.refresh_from_db()
    assert story.text.endswith("Eerste tab.")


def test_the_reader_hears_that_the_text_changed_meanwhile(
    client: Client, team: Team, colleague: User, teammate: User
) -> None:
    story = StoryFactory.create(team=team, written_by=colleague, asked=True, asked_of=teammate)
    client.force_login(teammate)
    Story.objects.filter(pk=story.pk).update(text=f"{TEXT} Erbij.")
    answer = client.post(to("story-reading", story), {"seen": 1} | TICKED)
    assert answer.status_code == 409
    assert "Erbij." in answer.text
    story.refresh_from_db()
    assert story.state == StoryState.ASKED


def test_who_changed_it_is_no_second_reader(team: Team, coordinator: User) -> None:
    story = StoryFactory.create(team=team, asked=True)
    details = StoryDetails(
        title=story.title, text="Een andere tekst die lang genoeg is om te lezen.", kind=StoryKind.COMPOSED
    )
    changed = change_story(story=story, details=details, seen=1, by=coordinator, at=NOW)
    Story.objects.filter(pk=story.pk).update(state="asked", asked_of=story.asked_of, asked_at=NOW)
    with pytest.raises(ReaderIsTheWriter):
        approve_story(story=changed, seen=changed.version, by=coordinator, at=NOW)


def test_withdrawn_words_are_gone_and_nobody_brings_them_back(
    signed_in: Client, team: Team, teammate: User, client: Client
) -> None:
    story = StoryFactory.create(team=team, shared=True, told=True, text=f"{TEXT} Kanarie.")
    client.force_login(teammate)  # whoever picks up the phone
    assert client.post(to("story-withdraw", story), {}).status_code == 422
    client.post(to("story-withdraw", story), {"because": "teller"})
    story.refresh_from_db()
    assert (story.state, story.title, story.text, story.consent_how) == ("withdrawn", "", "", "")
    assert (story.withdrawn_by, story.withdrawn_on) == (teammate, TODAY)
    page = client.get(to("story", story))
    assert "Kanarie" not in page.text
    assert client.get(to("story-edit", story)).status_code == 404
    assert not Story.objects.shared_with(TeamMembershipFactory.create().user, on=TODAY).exists()
    history = next(name for name in append_only_tables() if name.endswith("storyevent"))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE t::text LIKE '%Kanarie%') FROM {history} t")  # noqa: S608  (a table of ours)
        rows, with_words = cursor.fetchone()
    assert rows >= 2
    assert with_words == 0
    assert withdraw_story(story=story, because=WithdrawnBecause.OTHER, by=teammate, on=TODAY).withdrawn_because == (
        WithdrawnBecause.TELLER
    )


def test_only_a_story_of_a_teller_is_withdrawn_by_a_teller(signed_in: Client, team: Team) -> None:
    story = StoryFactory.create(team=team)
    assert signed_in.post(to("story-withdraw", story), {"because": "teller"}).status_code == 422
    assert "verteller" not in str(signed_in.get(to("story-withdraw", story)).context["form"]["because"])


def test_another_team_reads_what_is_shared_and_says_thanks_once(
    client: Client, team: Team, other_team: Team, colleague: User
) -> None:
    story = StoryFactory.create(team=team, approved=True, told=True, theme=InitiativeFactory.create().theme)
    reader = TeamMembershipFactory.create(team=other_team).user
    client.force_login(reader)
    assert client.get(to("story", story)).status_code == 404
    client.force_login(colleague)
    client.post(to("story-share", story), {"delen": "ja"})
    client.force_login(reader)
    others = {"van": "anderen"}
    listed = client.get(reverse("collectief:stories"), others)
    assert [row.title for row in listed.context["shared"]] == [story.title]
    assert not client.get(reverse("collectief:stories"), others | {"thema": "bestaat-niet"}).context["overview"]
    page = client.get(to("story", story))
    assert "Samen gelezen" not in page.text  # how somebody agreed is for the team
    assert client.get(to("story-edit", story)).status_code == 404
    for _tap in range(2):
        assert client.post(to("story-thanks", story)).status_code == 302
    assert StoryThanks.objects.get().team == other_team
    client.force_login(colleague)
    assert other_team.name in client.get(to("story", story)).text
    assert client.post(to("story-thanks", story)).status_code == 404
    client.post(to("story-share", story), {"delen": "nee"})
    client.force_login(reader)
    assert client.get(to("story", story)).status_code == 404
    assert client.post(to("story-thanks", story)).status_code == 404


def test_a_story_that_is_not_approved_is_not_shared(signed_in: Client, team: Team) -> None:
    story = StoryFactory.create(team=team)
    signed_in.post(to("story-share", story), {"delen": "ja"})
    story.refresh_from_db()
    assert story.shared_at is None


def test_my_work_of_a_coordinator_has_what_was_asked_of_who_left(
    client: Client, team: Team, coordinator: User, ex_colleague: User, teammate: User
) -> None:
    left = StoryFactory.create(team=team, asked=True, asked_of=ex_colleague)
    StoryFactory.create(team=team, asked=True, asked_of=teammate)
    client.force_login(coordinator)
    assert my_stories(client) == [to("story-reading", left)]


def test_an_edition_in_the_address_fills_in_what_it_is_about(signed_in: Client, team: Team) -> None:
    edition = EditionFactory.create(initiative__team=team)
    form = signed_in.get(f"{reverse('collectief:story-new')}?editie={edition.public_id}").context["form"]
    assert form["edition"].value() == edition.public_id
    assert form["initiatives"].value() == [edition.initiative.public_id]
    assert signed_in.get(f"{reverse('collectief:story-new')}?editie=geen").status_code == 200
    foreign = EditionFactory.create()
    form = signed_in.get(f"{reverse('collectief:story-new')}?editie={foreign.public_id}").context["form"]
    assert form["edition"].value() is None


def test_thanks_are_counted_in_the_list(signed_in: Client, team: Team) -> None:
    story = StoryFactory.create(team=team, shared=True)
    StoryThanksFactory.create_batch(2, story=story)
    (row,) = signed_in.get(reverse("collectief:stories")).context["overview"].approved
    assert (row.title, row.thanks, row.is_shared) == (story.title, 2, True)


# -- the words ---------------------------------------------------------------------------------------


def pointed(text: str, *, known: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    parts = parts_of(text, known=known)
    assert "".join(part.text for part in parts) == text
    with translation.override("en"):
        return {str(one.label): one.words for one in pointers_in(parts)}


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("Eerst zei mevrouw van Dijk niets.", "a name?", "mevrouw van Dijk"),
        ("Toen kwam Fatma binnen.", "a name?", "Fatma"),
        ("Ze woont in de Kastanjestraat 12 b al lang.", "a street or address", "Kastanjestraat 12 b"),
        ("Dat is 1024 AB in de stad.", "a street or address", "1024 AB"),
        ("Hij kwam op 12 maart 2025 langs.", "a date", "12 maart 2025"),
        ("Het was 3-4-2025.", "a date", "3-4-2025"),
        ("Zij is 43 jaar.", "an exact age", "is 43 jaar"),
        ("Een 81-jarige buurvrouw.", "an exact age", "81-jarige"),
        ("Bel 06-12345678 gerust.", "a phone number", "06-12345678"),
        ("Mail naar ik@voorbeeld.nl maar.", "an e-mail address", "ik@voorbeeld.nl"),
        ("Haar nummer is 111222333.", "a long number", "111222333"),
    ],
)
def test_what_points_at_somebody_is_marked(text: str, kind: str, word: str) -> None:
    assert word in pointed(text)[kind]


@pytest.mark.parametrize(
    "text",
    [
        "Zij kwam binnen. Niemand zei iets. Toen lachte iedereen.",
        "Op dinsdag eten we samen met tien mensen.",
        'In Nederland is dat gewoon, zei ze. "Kom erbij", riep een buur.',
        "",
    ],
)
def test_ordinary_words_are_not_marked(text: str) -> None:
    assert pointed(text) == {}


def test_names_that_everybody_may_read_are_not_marked_and_a_name_at_the_start_is_when_it_stands_elsewhere() -> None:
    text = "Fatma lachte. Bij De Lange Tafel in Noord zag iedereen dat Fatma lachte."
    assert pointed(text, known=("Buurtrestaurant De Lange Tafel", "Noord")) == {"a name?": ("Fatma",)}


def test_long_sentences_and_hard_words_are_counted_and_stop_nobody(signed_in: Client) -> None:
    long = "Het traject van de cliënten was integraal " + "en nog wat verder " * 6 + "bedacht."
    reading = reading_of(f"Kort is goed. {long}")
    assert (reading.sentences, len(reading.long_sentences)) == (2, 1)
    assert reading.hard_words == ("traject", "cliënten", "integraal")
    assert not reading.is_plain
    assert reading_of("Kort is goed. Dit ook.").is_plain
    assert signed_in.post(reverse("collectief:story-new"), given(text=f"Kort is goed. {long}")).status_code == 302


def test_what_is_marked_is_escaped(signed_in: Client, team: Team) -> None:
    story = StoryFactory.create(
        team=team, text="Toen zei <script>alert(1)</script> Fatma & Youssef niets meer tegen ons."
    )
    page = signed_in.get(to("story", story)).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    assert ">Fatma</mark> &amp;" in page


def test_a_story_that_changed_raises(team: Team) -> None:
    story = StoryFactory.create(team=team, withdrawn=True)
    details = StoryDetails(title="x", text="y", kind=StoryKind.COMPOSED)
    with pytest.raises(StoryChanged):
        change_story(story=story, details=details, seen=story.version, by=story.written_by, at=NOW)
