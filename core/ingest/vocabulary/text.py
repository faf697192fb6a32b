"""How words are listed."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set; a readable way to list many."""
    return frozenset(text.split())
