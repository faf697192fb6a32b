"""Make the demo businesses and the blank template again: `python -m sample_data.make`.

Run from the root of the repository. Everything is seeded: the same script gives the same bytes.
The gift shop needs the real sales it is built on, so it is made only when asked for:

    python -m sample_data.make                    # grocer, fashion shop, textbook case, template
    python -m sample_data.make --uci FOLDER       # these and the gift shop

FOLDER holds `uci_online_retail_weekly_sku.parquet`: the invoice lines of UCI Online Retail summed
by stock code, description and Monday-based week (columns stock_code, Description, week, qty,
returns, price, lines; price is the middle unit price of the week's lines).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from sample_data.generate.article import make_article_case
from sample_data.generate.fashion import make_fashion
from sample_data.generate.gift_shop import make_gift_shop
from sample_data.generate.grocer import make_grocer
from sample_data.generate.retail_year import read_retail_year
from sample_data.generate.template import make_template

HERE = Path(__file__).resolve().parent


def make_generated(folder: Path) -> None:
    """Write everything that is built on no outside data into `folder`."""
    make_grocer(folder / "grocer")
    make_fashion(folder / "fashion_shop")
    make_article_case(folder / "article_case.xlsx")
    make_template(folder / "template.xlsx")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--uci", type=Path, metavar="FOLDER", help="make the gift shop from here")
    parser.add_argument("--out", type=Path, default=HERE, metavar="FOLDER", help="write here")
    chosen = parser.parse_args(arguments)
    make_generated(chosen.out)
    if chosen.uci is not None:
        make_gift_shop(read_retail_year(chosen.uci), chosen.out / "gift_shop")
    for path in sorted(chosen.out.rglob("*")):
        if path.suffix in (".xlsx", ".csv"):
            print(f"{path.relative_to(chosen.out)}: {path.stat().st_size / 1e3:,.0f} kB")


if __name__ == "__main__":
    main()
