"""How headers name a role: sets of concepts that stand for it, and concepts that forbid it."""

from dataclasses import dataclass

from core.ingest.vocabulary import words


@dataclass(frozen=True, slots=True)
class Role:
    """How headers name a role.

    Attributes:
        patterns: sets of concepts that name it, with how surely.
        beside: concepts that change nothing beside them.
        against: concepts that forbid it.
    """

    patterns: tuple[tuple[frozenset[str], float], ...]
    beside: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


def role(*patterns: tuple[str, float], beside: str = "", against: str = "") -> Role:
    """Return a role from lists of concepts, written as words between spaces."""
    sets = tuple((words(listed), score) for listed, score in patterns)
    return Role(sets, _references(beside), _references(against))


def _references(listed: str) -> frozenset[str]:
    """Return concepts; a reference is a code."""
    concepts = words(listed)
    return concepts | {"REFERENCE"} if "CODE" in concepts else concepts
