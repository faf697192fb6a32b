"""A small business's books for one period, balanced to the cent, as lines an accountant prints."""

from dataclasses import dataclass

from sample_data.generate.workbook import Cell


@dataclass(frozen=True, slots=True)
class Books:
    """Income statement and balance sheet of one period, in currency; equity is what remains."""

    revenue: float
    cost_of_sales: float
    operating_expenses: float
    interest: float
    tax_rate: float
    cash: float
    receivables: float
    inventory: float
    other_assets: float
    payables: float
    debt: float

    @property
    def total_assets(self) -> float:
        """Cash, receivables, inventory and other assets."""
        return round(self.cash + self.receivables + self.inventory + self.other_assets, 2)

    @property
    def equity(self) -> float:
        """Total assets less payables and debt."""
        return round(self.total_assets - self.payables - self.debt, 2)

    @property
    def profit_before_tax(self) -> float:
        """Revenue less cost of sales, operating expenses and interest."""
        costs = self.cost_of_sales + self.operating_expenses + self.interest
        return round(self.revenue - costs, 2)


def books_like(
    *,
    revenue: float,
    cost_of_sales: float,
    inventory: float,
    tax_rate: float,
    expense_share: float,
    scale: float | None = None,
) -> Books:
    """Return books of a plausible shop around its sales, its cost of sales and its stock.

    Args:
        revenue: net sales of the period.
        cost_of_sales: cost of the units sold in the period.
        inventory: cost value of the stock list.
        tax_rate: income tax rate, fraction.
        expense_share: operating expenses as a share of revenue.
        scale: amount that cash, receivables and liabilities are shares of; revenue when None.
    """
    base = revenue if scale is None else scale
    return Books(
        revenue=round(revenue, 2),
        cost_of_sales=round(cost_of_sales, 2),
        operating_expenses=round(revenue * expense_share, 2),
        interest=round(base * 0.006, 2),
        tax_rate=tax_rate,
        cash=round(base * 0.041, 2),
        receivables=round(base * 0.052, 2),
        inventory=round(inventory, 2),
        other_assets=round(base * 0.083, 2),
        payables=round(inventory * 0.46, 2),
        debt=round(inventory * 0.30 + base * 0.02, 2),
    )


#: The words an accountant prints for each line of Books, subtotals included, by country.
LABELS_UK: tuple[tuple[str, str], ...] = (
    ("Turnover", "revenue"),
    ("Cost of sales", "cost_of_sales"),
    ("Administrative expenses", "operating_expenses"),
    ("Interest payable", "interest"),
    ("Profit before tax", "profit_before_tax"),
    ("Corporation tax rate", "tax_rate"),
    ("Cash at bank and in hand", "cash"),
    ("Trade debtors", "receivables"),
    ("Stock", "inventory"),
    ("Other assets", "other_assets"),
    ("Total assets", "total_assets"),
    ("Trade creditors", "payables"),
    ("Bank loans", "debt"),
    ("Shareholders' funds", "equity"),
)
LABELS_US: tuple[tuple[str, str], ...] = (
    ("Net sales", "revenue"),
    ("Cost of goods sold", "cost_of_sales"),
    ("Operating expenses", "operating_expenses"),
    ("Interest expense", "interest"),
    ("Income before tax", "profit_before_tax"),
    ("Income tax rate", "tax_rate"),
    ("Cash", "cash"),
    ("Accounts receivable", "receivables"),
    ("Inventory", "inventory"),
    ("Other assets", "other_assets"),
    ("Total assets", "total_assets"),
    ("Accounts payable", "payables"),
    ("Notes payable", "debt"),
    ("Total equity", "equity"),
)
LABELS_IFRS: tuple[tuple[str, str], ...] = (
    ("Revenue", "revenue"),
    ("Cost of sales", "cost_of_sales"),
    ("Distribution and administrative expenses", "operating_expenses"),
    ("Finance costs", "interest"),
    ("Profit before tax", "profit_before_tax"),
    ("Income tax rate", "tax_rate"),
    ("Cash and cash equivalents", "cash"),
    ("Trade and other receivables", "receivables"),
    ("Inventories", "inventory"),
    ("Other assets", "other_assets"),
    ("Total assets", "total_assets"),
    ("Trade and other payables", "payables"),
    ("Borrowings", "debt"),
    ("Total equity", "equity"),
)


def account_rows(labels: tuple[tuple[str, str], ...], *periods: Books) -> list[list[Cell]]:
    """Return one row a line: its words, then its amount in each period."""
    return [[words, *(float(getattr(books, line)) for books in periods)] for words, line in labels]
