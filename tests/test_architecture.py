"""The rooms of the code and the direction of their imports, held against the code itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Rooms from the bottom up; rooms of one line do not see each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("schema", "problem", "money", "ordering", "override"),
    ("policy",),
    ("book",),
    ("ingest", "demand", "stock"),
    ("replenishment", "exposure"),
    ("accounting",),
    ("markdown",),
    ("analysis", "demos"),
    ("charts",),
    ("report",),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
ENTRY_POINTS = {"__main__", "__init__"}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "core").parts[0].removesuffix(".py")


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


CORE_FILES = sorted((ROOT / "core").rglob("*.py"))


@pytest.mark.parametrize("path", CORE_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_core_imports_only_rooms_below_its_own(path: Path) -> None:
    room = room_of(path)
    imports = imported_modules(path)
    assert not {name for name in imports if name.split(".")[0] in ("streamlit", "pages")}
    if room in ENTRY_POINTS:
        return
    rooms = {name.split(".")[1] for name in imports if name.startswith("core.")} - {room}
    assert {other for other in rooms if LEVEL[other] >= LEVEL[room]} == set()


def test_no_page_lies_directly_in_the_pages_folder() -> None:
    # Streamlit would serve such a file by itself, without app.py.
    assert {path.name for path in (ROOT / "pages").glob("*.py")} <= {"__init__.py"}


def test_pages_see_parts_and_core_but_never_another_page() -> None:
    for path in (ROOT / "pages").rglob("*.py"):
        pages = {name for name in imported_modules(path) if name.startswith("pages")}
        assert {name for name in pages if not name.startswith("pages.parts")} == set(), path


def test_nothing_else_is_visible_at_the_top_level() -> None:
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    visible = {name for name in visible if not name.endswith(".egg-info")}
    assert visible - {"__pycache__", "build", "dist"} == {
        "LICENSE",
        "README.md",
        "app.py",
        "core",
        "pages",
        "pyproject.toml",
        "sample_data",
        "tests",
    }
