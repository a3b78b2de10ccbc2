"""The limit that the six works are measured against asks what is in the tables now."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from cases.models import Case
from local.bench.limit import views
from tests.factories import CaseFactory

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(views.__file__).parent / "templates"],
        "OPTIONS": {"context_processors": []},
    }
]


@pytest.fixture(autouse=True)
def no_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_FRAMES", str(tmp_path))
    views.frame.cache_clear()


@pytest.fixture
def case() -> Case:
    return CaseFactory.create()


def ask(case: Case, work: Callable[..., HttpResponse], **post: str) -> str:
    requests = RequestFactory()
    request: HttpRequest = requests.post("/", post) if post else requests.get("/")
    request.user = case.coordinators.get().worker
    arguments: tuple[uuid.UUID, ...] = (case.public_id,) if work is views.case else ()
    with override_settings(TEMPLATES=TEMPLATES):
        return work(request, *arguments).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("work", [views.case, views.case_list], ids=["W2", "W3"])
def test_the_limit_shows_the_case(case: Case, work: Callable[..., HttpResponse]) -> None:
    assert case.household.name in ask(case, work)


@pytest.mark.django_db
def test_the_limit_finds_a_person_and_opens_a_case(case: Case) -> None:
    ask(case, views.new_case, name="Wonderlijk")
    assert Case.objects.count() == 2
    assert "Wonderlijk" in ask(case, views.search, text="onderlij")


@pytest.mark.django_db
def test_the_limit_counts(case: Case) -> None:
    assert case.coordinators.get().worker.name in ask(case, views.dashboard)
    assert case.team.name in ask(case, views.month_figures)
