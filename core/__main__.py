"""The command line: the same engine as the screen, for schedules, pipelines and checks.

python -m core read FILE... [--json]
python -m core analyze FILE... [--as-of DATE] [--policy policy.toml] [--pack]
    [--scenario FILE.toml ...] --out DIR
python -m core forecast FILE --horizon H [--freq M|W|D] [--season N] [--levels ...] --out FILE

Exit code 0: done. 1: the input could not be used, one clear sentence on stderr. 2: wrong
arguments. Output is written whole or not at all.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import UnusableInputError

if TYPE_CHECKING:
    from core.analysis import Analysis
    from core.ingest import SourceFile
    from core.report.plans import ComparedPlans

#: Quantiles that `forecast` writes when none are asked for: the 80 % and 95 % interval and median.
DEFAULT_LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)

#: What lies beside the tables and says whose figures they are.
ABOUT = "about.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if getattr(options, "scenario", None) and not options.pack:
        parser.error("--scenario is for the documents: add --pack")
    try:
        options.run(options)
    except UnusableInputError as error:
        print(str(error), file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of a pipe went away; point stdout elsewhere so that closing it stays quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m core", description="Read, analyze and forecast a shop's spreadsheets."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    read = commands.add_parser("read", help="say what each sheet is and which column is what")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("--json", action="store_true", help="print JSON instead of text")
    read.set_defaults(run=_read)

    analyze = commands.add_parser("analyze", help="write every figure as CSV and a summary")
    analyze.add_argument("files", nargs="+", type=Path, metavar="FILE")
    analyze.add_argument("--as-of", type=_day, metavar="DATE", help="day of the stock list")
    analyze.add_argument("--currency", metavar="CODE", help="ISO 4217 code of the amounts")
    analyze.add_argument("--policy", type=Path, metavar="policy.toml")
    analyze.add_argument("--out", type=Path, required=True, metavar="DIR")
    analyze.add_argument(
        "--pack", action="store_true", help="write workbook, PDF, slides and orders as well"
    )
    analyze.add_argument(
        "--scenario",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.toml",
        help="markdown scenario that the documents compare with today's price; up to three",
    )
    analyze.add_argument("--name", default="", metavar="COMPANY", help="name on the documents")
    analyze.set_defaults(run=_analyze)

    forecast = commands.add_parser("forecast", help="forecast a table of unique_id, ds, y")
    forecast.add_argument("file", type=Path, metavar="FILE")
    forecast.add_argument("--horizon", type=_positive, required=True, metavar="H")
    forecast.add_argument("--freq", choices=("M", "W", "D"))
    forecast.add_argument("--season", type=_positive, metavar="N")
    forecast.add_argument("--levels", type=_levels, default=DEFAULT_LEVELS, metavar="P,P,…")
    forecast.add_argument("--scheduler", metavar="ADDRESS", help="Dask scheduler to work on")
    forecast.add_argument("--out", type=Path, required=True, metavar="FILE")
    forecast.set_defaults(run=_forecast)
    return parser


def _read(options: argparse.Namespace) -> None:
    from core.ingest import read_files, read_json

    answer = read_json(read_files(_sources(options.files)))
    if options.json:
        print(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    for sheet in answer:
        place = " ".join(part for part in (sheet["file"], sheet["sheet"]) if part)
        print(
            f"{place}: {sheet['table'] or 'not recognized'}, {sheet['rows']:,} rows loaded", end=""
        )
        print(f", {sheet['rows_set_aside']:,} set aside" if sheet["rows_set_aside"] else "")
        for column in sheet["columns"]:
            if column["candidate"]:
                target = f"not used; could be {column['candidate']}"
            else:
                target = column["canonical"] or "-"
            print(f"  {column['source']} -> {target} ({column['confidence']:.0%})")
        for problem in sheet["problems"]:
            print(f"  {problem['severity']}: {problem['repair']} ({problem['count']:,})")


def _analyze(options: argparse.Namespace) -> None:
    from core.analysis import analyze
    from core.ingest import read_book
    from core.policy import Policy, PolicyError
    from core.report import about_text
    from core.report.analysis_files import analysis_files

    policy = Policy()
    if options.policy is not None:
        try:
            policy = Policy.from_toml(_text(options.policy))
        except PolicyError as error:
            raise UnusableInputError(f"{options.policy.name}: {error}") from error
    book = read_book(
        _sources(options.files),
        as_of=options.as_of,
        currency=options.currency,
        today=date.today(),  # noqa: DTZ011 - the user's own calendar day
    )
    analysis = analyze(book, policy)
    files = analysis_files(analysis)
    if options.pack:
        from core.report.pack import pack_files

        plans = _compared(analysis, options.scenario)
        files |= pack_files(analysis, company=options.name, plans=plans)
    # Tables that other programs read cannot say whether they agree with the ledger.
    files[ABOUT] = about_text(book, files).encode()
    _write_folder(options.out, files)


def _compared(analysis: "Analysis", files: Sequence[Path]) -> "ComparedPlans | None":
    from core.markdown import MarkdownPlan, PlanError
    from core.report.plans import plans_of

    plans = []
    for path in files:
        try:
            plans.append(MarkdownPlan.from_toml(_text(path)))
        except PlanError as error:
            raise UnusableInputError(f"{path.name}: {error}") from error
    try:
        return plans_of(analysis, plans)
    except PlanError as error:
        raise UnusableInputError(f"--scenario: {error}.") from error


def _forecast(options: argparse.Namespace) -> None:
    import pandas as pd

    from core.demand import forecast_table
    from core.report import csv_bytes

    content = _sources([options.file])[0].content
    try:
        if options.file.suffix.lower() == ".parquet":
            table = pd.read_parquet(options.file)
        else:
            table = pd.read_csv(options.file, dtype={"unique_id": "str"})
    except (ValueError, OSError) as error:
        size = f"{len(content):,} bytes"
        raise UnusableInputError(
            f"{options.file.name} ({size}) cannot be read as a CSV or parquet table: {error}"
        ) from error
    missing = [name for name in ("unique_id", "ds", "y") if name not in table.columns]
    if missing:
        raise UnusableInputError(
            f"{options.file.name} lacks column {', '.join(missing)}; needed are unique_id, ds, y."
        )
    result = forecast_table(
        table,
        horizon=options.horizon,
        freq=options.freq,
        season=options.season,
        levels=options.levels,
        scheduler=options.scheduler,
    )
    if options.out.suffix.lower() == ".parquet":
        _write_whole(options.out, result.to_parquet(index=False))
    else:
        _write_whole(options.out, csv_bytes(result))


def _sources(paths: Sequence[Path]) -> list["SourceFile"]:
    from core.ingest import SourceFile

    sources = []
    for path in paths:
        try:
            sources.append(SourceFile(name=path.name, content=path.read_bytes()))
        except OSError as error:
            raise UnusableInputError(f"{path} cannot be opened: {error.strerror}.") from error
    return sources


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInputError(f"{path} cannot be read as text: {error}.") from error


def _write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Write all files beside their goal first, then move them: no half-written set stays."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as temporary:
            for name, content in files.items():
                (Path(temporary) / name).write_bytes(content)
            for name in files:
                (Path(temporary) / name).replace(folder / name)
    except OSError as error:
        raise UnusableInputError(f"{folder} cannot be written: {error.strerror}.") from error


def _write_whole(path: Path, content: bytes) -> None:
    _write_folder(path.parent, {path.name: content})


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _levels(text: str) -> tuple[float, ...]:
    levels = tuple(float(part) for part in text.split(","))
    if not all(0 < level < 1 for level in levels):
        raise argparse.ArgumentTypeError("must be probabilities between 0 and 1")
    return tuple(sorted(set(levels)))


if __name__ == "__main__":
    sys.exit(main())
