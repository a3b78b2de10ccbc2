"""The pages as they are written: complete in both languages, and true to the screens."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import override

from wijkteam.accounts.enums import Role
from wijkteam.areas.enums import WordKey
from wijkteam.manual.selectors.pages import FOLDER, Source, _statement, draw, sources
from wijkteam.manual.selectors.pictures import SCREENS
from wijkteam.manual.selectors.text import Piece, blocks, pieces

LANGUAGES = ("nl", "en")
SLUGS = sorted(sources("nl"))


def labels_of_the_screens(language: str) -> set[str]:
    """Every text that our catalogues know, in this language."""
    known: set[str] = set()
    catalogue = "locale/nl/LC_MESSAGES/django.po"
    base = Path(settings.BASE_DIR)
    for path in (*base.glob(f"*/{catalogue}"), *base.glob(f"wijkteam/*/{catalogue}")):
        if "manual" in path.parts:
            continue
        with path.open("rb") as file:
            for message in read_po(file):
                texts = message.id if language == "en" else message.string
                known.update([texts] if isinstance(texts, str) else texts or ())
    return known


def both(slug: str) -> tuple[Source, Source]:
    return sources("nl")[slug], sources("en")[slug]


def test_both_languages_have_the_same_pages() -> None:
    assert set(sources("nl")) == set(sources("en"))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_is_the_same_in_both_languages(slug: str) -> None:
    dutch, english = both(slug)
    assert (dutch.chapter, dutch.order, dutch.roles) == (english.chapter, english.order, english.roles)

    def shape(source: Source) -> list[tuple[str, int]]:
        return [(block.kind, len(block.lines)) for block in blocks(source.text)]

    def marks(source: Source) -> Counter[str]:
        return Counter(re.findall(r"\*\*|\]\([a-z-]+\)|!\[[a-z-]+\]", source.text))

    with override("nl"):
        assert shape(dutch) == shape(english)
    assert marks(dutch) == marks(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_button_in_the_manual_stands_on_a_screen(language: str) -> None:
    """A button that gets another text must get it in the manual too."""
    known = labels_of_the_screens(language)
    strange = {
        (slug, label)
        for slug, source in sources(language).items()
        for label in re.findall(r"\*\*([^*]+)\*\*", source.text)
        if label not in known
    }
    assert not strange


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_pictures_words_and_roles_exist(language: str) -> None:
    keys = {str(key) for key in WordKey}
    for slug, source in sources(language).items():
        assert set(re.findall(r"\]\(([^)]+)\)", source.text)) <= set(SLUGS), slug
        assert set(re.findall(r"!\[([^\]]+)\]", source.text)) <= set(SCREENS), slug
        assert {one.lower() for one in re.findall(r"\{([A-Za-z-]+)\+?\}", source.text)} <= keys, slug
        assert source.roles <= set(Role.values), slug


def test_every_picture_is_in_a_page() -> None:
    named = {name for source in sources("nl").values() for name in re.findall(r"!\[([^\]]+)\]", source.text)}
    assert named == set(SCREENS)


def test_every_role_has_pages_of_its_own_work() -> None:
    for role in Role.values:
        mine = [source for source in sources("nl").values() if role in source.roles]
        assert any(len(source.roles) < len(Role.values) for source in mine), role


@pytest.mark.parametrize("slug", SLUGS)
def test_a_tired_worker_can_read_it(slug: str) -> None:
    """B1: short sentences, short pages."""
    text = sources("nl")[slug].text
    assert len(text.split()) <= 260, slug
    plain = re.sub(r"^(## .*|!\[.*)$", "", text, flags=re.M)
    for sentence in re.split(r"(?<=[.!?:])\s+|\n", plain):
        assert len(sentence.split()) <= 27, sentence


def test_the_statement_is_there_in_both_languages() -> None:
    assert {path.stem for path in (FOLDER / "accessibility").glob("*.md")} == set(LANGUAGES)
    with override("nl"):
        kinds = [[block.kind for block in blocks(_statement(language).text)] for language in LANGUAGES]
    assert kinds[0] == kinds[1]


def test_marks_become_pieces_and_nothing_becomes_markup() -> None:
    assert list(pieces("Kies **Opslaan** of lees [verder](uren).")) == [
        Piece(text="Kies "),
        Piece(text="Opslaan", is_label=True),
        Piece(text=" of lees "),
        Piece(text="verder", link="uren"),
        Piece(text="."),
    ]
    [block] = blocks("<script>alert(1)</script>")
    assert block.lines[0][0].text == "<script>alert(1)</script>"


@pytest.mark.django_db
def test_a_page_is_drawn_in_the_words_of_the_municipality() -> None:
    from tests.factories import MunicipalityFactory, WordFactory
    from wijkteam.areas.selectors.words import forget_vocabulary

    MunicipalityFactory.create()
    WordFactory.create(language="nl", key="case-coordinator", singular="casusbeheerder", plural="casusbeheerders")
    forget_vocabulary()
    with override("nl"):
        page = draw(sources("nl")["casus-overdragen"])
    text = " ".join(one.block.text for one in page.drawn)
    assert "casusbeheerder" in text
    assert "regisseur" not in text
