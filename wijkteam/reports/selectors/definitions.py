"""The page that says what every figure means."""

from collections.abc import Sequence
from dataclasses import dataclass

from wijkteam.reports.enums import DEFINITIONS, DEFINITIONS_VERSION, TABLE_DEFINITIONS, Chapter, Definition


@dataclass(frozen=True, kw_only=True)
class ChapterOfDefinitions:
    key: str
    name: str
    definitions: Sequence[Definition]


@dataclass(frozen=True, kw_only=True)
class DefinitionsPage:
    version: str
    chapters: Sequence[ChapterOfDefinitions]


def definitions_page() -> DefinitionsPage:
    return DefinitionsPage(
        version=DEFINITIONS_VERSION,
        chapters=[
            ChapterOfDefinitions(
                key=chapter.value,
                name=str(chapter.label),
                definitions=[
                    definition for definition in (*DEFINITIONS, *TABLE_DEFINITIONS) if definition.chapter == chapter
                ],
            )
            for chapter in Chapter
        ],
    )
