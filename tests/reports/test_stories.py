"""Stories in a report: chosen by the coordinator, approved by a second reader, frozen with the report."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from collectief.enums import WithdrawnBecause
from collectief.models import Story
from collectief.services.read_story import withdraw_story
from tests.factories import StoryFactory, TeamFactory, TeamMembershipFactory, sign_in
from tests.reports.conftest import NOW, OCTOBER, Place
from wijkteam.accounts.models import User
from wijkteam.reports.enums import FileKind
from wijkteam.reports.models import MonthlyReport, ReportFile, ReportStory
from wijkteam.reports.services.make_report import make_report
from wijkteam.reports.services.publish_report import publish_report, write_reading
from wijkteam.reports.services.stories import ReportIsPublished, StoryNotApproved, choose_stories

pytestmark = pytest.mark.django_db
READING = "Er kwamen meer gezinnen bij dan er uit gingen, vooral met geldzorgen. De kooklessen gingen gewoon door."


@pytest.fixture
def draft(place: Place) -> MonthlyReport:
    place.crowd(dt.date(2026, 9, 1))
    return make_report(team=place.team, month=OCTOBER, at=NOW)


def published(draft: MonthlyReport, by: User) -> MonthlyReport:
    return publish_report(report=write_reading(report=draft, reading=READING, by=by, at=NOW), by=by, at=NOW)


def test_the_coordinator_chooses_and_everybody_reads_it(
    client: Client, draft: MonthlyReport, place: Place, coordinator: User, commissioner: User
) -> None:
    told = StoryFactory.create(team=place.team, approved=True, told=True, title="Verteld", text="Eerst.\n\nToen samen.")
    StoryFactory.create(team=place.team, title="Nog niet gelezen")
    StoryFactory.create(approved=True, title="Van een ander team")
    sign_in(client, coordinator)
    address = reverse("reports:stories", args=[draft.public_id])
    form = client.get(address).context["form"]
    assert [label for _value, label in form.fields["stories"].choices] == ["Verteld"]
    client.post(address, {"stories": [str(told.public_id)]})
    shown = client.get(reverse("reports:draft", args=[draft.public_id])).text
    assert "Toen samen." in shown
    assert MonthlyReport.objects.get(pk=draft.pk).stories == []  # until it is published

    published(draft, coordinator)
    sign_in(client, commissioner)
    page = client.get(reverse("reports:detail", args=[draft.public_id])).text
    assert "Toen samen." in page
    assert "Verteld met toestemming van de verteller." in page
    document = json.loads(bytes(ReportFile.objects.get(report=draft, kind=FileKind.JSON).content))
    (story,) = document["stories"]
    assert (story["title"], story["source"], story["team"]) == ("Verteld", "consent", place.team.name)
    assert "story" not in story  # the id is for the database alone
    assert str(told.public_id) not in page

    # The only team of the month: the report of the municipality has it too, and says of which team it is.
    whole = MonthlyReport.objects.get(team=None, month=OCTOBER)
    assert [one["title"] for one in whole.stories] == ["Verteld"]
    sign_in(client, coordinator)
    publications = client.get(reverse("collectief:story", args=[told.public_id])).context["page"].published
    assert len(publications) == 2


def test_what_was_published_keeps_its_bytes_when_the_story_is_withdrawn(
    client: Client, draft: MonthlyReport, place: Place, coordinator: User, commissioner: User
) -> None:
    story = StoryFactory.create(team=place.team, approved=True, told=True, title="Verteld")
    choose_stories(report=draft, stories=[story])
    report = published(draft, coordinator)
    before = {file.kind: bytes(file.content) for file in ReportFile.objects.filter(report=report)}
    sign_in(client, coordinator)
    asks = client.get(reverse("collectief:story-withdraw", args=[story.public_id])).text
    assert "Het is al gepubliceerd." in asks
    withdraw_story(story=story, because=WithdrawnBecause.TELLER, by=coordinator, on=NOW.date())
    assert {file.kind: bytes(file.content) for file in ReportFile.objects.filter(report=report)} == before
    sign_in(client, commissioner)
    assert "Verteld" in client.get(reverse("reports:detail", args=[report.public_id])).text
    # A new version does not tell it any more.
    second = make_report(team=place.team, month=OCTOBER, at=NOW, reason="Nagekomen uren")
    assert not ReportStory.objects.filter(report=second).exists()
    assert published(second, coordinator).stories == []


def test_a_new_version_begins_with_the_stories_of_the_one_before(
    draft: MonthlyReport, place: Place, coordinator: User
) -> None:
    story = StoryFactory.create(team=place.team, approved=True)
    choose_stories(report=draft, stories=[story])
    published(draft, coordinator)
    second = make_report(team=place.team, month=OCTOBER, at=NOW, reason="Nagekomen uren")
    assert [one["title"] for one in published(second, coordinator).stories] == [story.title]


def test_a_story_that_changed_after_it_was_chosen_does_not_come_along(
    client: Client, draft: MonthlyReport, place: Place, coordinator: User
) -> None:
    first, second = (StoryFactory.create(team=place.team, approved=True, title=one) for one in ("Een", "Twee"))
    choose_stories(report=draft, stories=[second, first])
    Story.objects.filter(pk=second.pk).update(text="Toch anders.", state="draft", read_by=None)
    sign_in(client, coordinator)
    page = client.get(reverse("reports:draft", args=[draft.public_id]))
    assert page.context["draft"].stories.gone == 1
    assert [one["title"] for one in published(draft, coordinator).stories] == ["Een"]


def test_the_report_of_the_municipality_leaves_out_what_was_withdrawn_since(place: Place, coordinator: User) -> None:
    """Two teams publish; in between a story of the first is withdrawn."""
    other = TeamMembershipFactory.create(team=TeamFactory.create(), user__team_coordinator=True)
    september = dt.date(2026, 9, 1)
    kept, gone = (StoryFactory.create(team=place.team, approved=True, title=one) for one in ("Blijft", "Weg"))
    first = make_report(team=place.team, month=september, at=NOW)
    second = make_report(team=other.team, month=september, at=NOW)
    choose_stories(report=first, stories=[kept, gone])
    published(first, coordinator)
    withdraw_story(story=gone, because=WithdrawnBecause.OTHER, by=coordinator, on=NOW.date())
    published(second, other.user)
    whole = MonthlyReport.objects.get(team=None, month=september)
    assert [one["title"] for one in whole.stories] == ["Blijft"]


def test_at_most_four_and_only_approved_ones(
    client: Client, draft: MonthlyReport, place: Place, coordinator: User
) -> None:
    stories = StoryFactory.create_batch(5, team=place.team, approved=True)
    sign_in(client, coordinator)
    address = reverse("reports:stories", args=[draft.public_id])
    assert client.post(address, {"stories": [str(one.public_id) for one in stories]}).status_code == 422
    withdraw_story(story=stories[0], because=WithdrawnBecause.OTHER, by=coordinator, on=NOW.date())
    with pytest.raises(StoryNotApproved):
        choose_stories(report=draft, stories=stories[:2])
    assert not ReportStory.objects.exists()
    published(draft, coordinator)
    with pytest.raises(ReportIsPublished):
        choose_stories(report=draft, stories=stories[1:2])
    assert client.post(address, {})["Location"] == reverse("reports:detail", args=[draft.public_id])
