"""The demo businesses that come with the project, as the index beside their files lists them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from core.ingest import SourceFile

#: Folder of the demo files and of their index.
SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
INDEX = SAMPLE_DATA / "demos.toml"
TEMPLATE = SAMPLE_DATA / "template.xlsx"


@dataclass(frozen=True, slots=True)
class Demo:
    """One demo business: what it shows, and the exports it consists of.

    Attributes:
        id: stable name, for links and tests.
        title: kind of business.
        story: one line, what there is to see.
        files: paths relative to the folder of the index.
        as_of: the day its stock list speaks of.
        currency: ISO 4217 code.
        framework: accounting framework it reports under, as in `core.policy`.
        name: name of the business.
    """

    id: str
    title: str
    story: str
    files: tuple[str, ...]
    as_of: date
    currency: str
    framework: str
    name: str

    def source_files(self) -> tuple[SourceFile, ...]:
        """Return the files as an upload would bring them: base name and content."""
        paths = [SAMPLE_DATA / file for file in self.files]
        return tuple(SourceFile(name=path.name, content=path.read_bytes()) for path in paths)


@lru_cache(maxsize=1)
def list_demos() -> tuple[Demo, ...]:
    """Return the demo businesses in the order in which they are offered."""
    index = tomllib.loads(INDEX.read_text(encoding="utf-8"))
    return tuple(Demo(**{**entry, "files": tuple(entry["files"])}) for entry in index["demo"])
