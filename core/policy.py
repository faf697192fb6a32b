"""Policy: every choice and rate that is not data, with its default and the reason for it.

A Policy is a frozen value. It is read from and written to a small TOML file, and validated when
made: an unknown key or a value out of range is refused with its name. Rates are fractions.
"""

import dataclasses
import datetime as dt
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, Self, get_args

from core.override import NAME as OVERRIDES
from core.override import DemandOverride, OverrideError

Framework = Literal["IFRS", "US GAAP", "FRS 102"]

#: What a shop mostly reports under where its amounts are in these currencies; elsewhere IFRS.
_USUAL_FRAMEWORK: Mapping[str, Framework] = {"USD": "US GAAP", "GBP": "FRS 102"}
CostFormula = Literal["FIFO", "weighted average", "specific", "standard", "LIFO", "retail"]
UnitOfAccount = Literal["item", "category", "total"]
Recording = Literal["direct", "allowance"]
Presentation = Literal["cogs", "separate", "by materiality"]
ReserveDeductible = Literal["booked", "realized"]
FiscalCalendar = Literal["date", "last weekday of the month", "weekday nearest month end"]
#: How units under an approved markdown plan are valued.
PlanValuation = Literal["tiered", "blended"]
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
#: What a service level is a share of: order cycles without a stock-out, demand met from stock, or
#: whatever balances the margin lost by running out against the cost of holding.
ServiceMeasure = Literal["cycle", "fill rate", "cost"]
#: When and how much is ordered: s reorder point, S order-up-to level, Q lot, R days between looks.
OrderPolicy = Literal["R,s,S", "R,S", "s,S", "s,Q"]
SalesPeriods = Literal["automatic", "weeks", "months"]
OneOffSales = Literal["set apart", "count in full"]
PromotedSales = Literal["set apart", "count in full"]
Reason = Literal[
    "expired", "damaged", "discontinued", "excess", "expiring", "below cost", "slow",
]  # fmt: skip

#: Reasons in the order in which they claim a unit; a unit has exactly one.
REASONS: tuple[Reason, ...] = get_args(Reason)

#: Age in days at which a share of cost is reserved: `((over_days, share), …)`, ascending.
AgingSteps = tuple[tuple[int, float], ...]

#: Months that stock lasts from which on a share of cost is reserved; written like aging steps.
CoverSteps = tuple[tuple[int, float], ...]
#: Units of an item ordered at once -> share off its price from there on, rising.
PriceSteps = tuple[tuple[int, float], ...]

#: Category name of the steps that serve every category without its own.
ANY_CATEGORY = "*"

#: Durable goods: nothing until half a year, all after two; editable per category. Middle of the
#: tables in public use (audit-firm and filing examples run from 50 % to 100 % after a year).
DURABLE_AGING: AgingSteps = ((180, 0.25), (365, 0.50), (545, 0.75), (730, 1.00))

#: Classes a service level can be set for: by share of sales at cost (ABC), by steadiness of demand
#: (XYZ), or both.
SERVICE_CLASSES = (
    "A", "B", "C", "X", "Y", "Z", "AX", "AY", "AZ", "BX", "BY", "BZ", "CX", "CY", "CZ",
)  # fmt: skip

#: Names of the accounts that entries post to; an owner's chart of accounts replaces them.
DEFAULT_ACCOUNTS: Mapping[str, str] = MappingProxyType(
    {
        "cash": "Cash",
        "inventory": "Inventory",
        "allowance": "Allowance for inventory write-down",
        "cost_of_goods_sold": "Cost of goods sold",
        "write_down_loss": "Loss on inventory write-down",
        "sales": "Sales",
        "selling_expense": "Selling expense",
        "income_tax_expense": "Income tax expense",
        "income_tax_payable": "Income tax payable",
        "deferred_tax_asset": "Deferred tax asset",
        "shrinkage": "Inventory shrinkage",
        "purchase_commitment_liability": "Liability for purchase commitments",
    }
)

#: Ratios and amounts a covenant or target may name: at least so much of these …
COVENANT_FLOORS = ("current_ratio", "working_capital", "equity", "net_income")
#: … and at most so much of these.
COVENANT_CEILINGS = ("debt_to_equity", "liabilities_to_equity")
COVENANT_RATIOS = (*COVENANT_FLOORS, *COVENANT_CEILINGS)

#: Cost formulas that still compare cost with market between a ceiling and a floor, under US GAAP
#: (ASC 330-10-35-1C); everyone else compares with net realizable value.
MARKET_FORMULAS: tuple[CostFormula, ...] = ("LIFO", "retail")


#: UK tax follows the books (BIM33115); US tax waits for the loss to be realized (Thor Power
#: Tool, 1979); under IFRS it depends on the country, and later is the prudent guess.
USUAL_TAX_TIMING: Mapping[Framework, ReserveDeductible] = MappingProxyType(
    {"IFRS": "realized", "US GAAP": "realized", "FRS 102": "booked"}
)


#: Settings that decide how a loss is recorded, not which units of the stock lose.
RECORDING_SETTINGS = frozenset(
    {
        "framework", "cost_formula", "unit_of_account", "grouping_reason", "recording",
        "presentation", "materiality", "tax_rate", "reserve_deductible",
        "deferred_tax_valuation", "normal_profit_rate", "firm_purchase_orders",
        "fiscal_year_end", "fiscal_calendar", "fiscal_weekday", "accounts", "account_codes",
        "covenants",
    }
)  # fmt: skip

#: Settings that are tables of name = value.
PLAIN_TABLES = ("accounts", "account_codes", "covenants", "service_levels", "order_cycles")


class PolicyError(ValueError):
    """A policy setting is unknown or out of range; the message names it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The shop's accounting and planning choices; every field has a stated default.

    Fractions are between 0 and 1; `*_days` are calendar days; money is in the Book's currency.
    """

    framework: Framework = "IFRS"
    cost_formula: CostFormula = "FIFO"
    #: Item is what IAS 2.29 asks for and the default of ASC 330-10-35-8.
    unit_of_account: UnitOfAccount = "item"
    #: Why the items of a category are similar enough to be tested together (IAS 2.29).
    grouping_reason: str = ""
    recording: Recording = "direct"
    presentation: Presentation = "by materiality"
    #: Share of profit before tax above which the write-down stands on its own line; no standard
    #: gives the number, 5 % is the audit rule of thumb.
    materiality: float = 0.05
    #: Used where the financials state no rate.
    tax_rate: float = 0.25
    #: US tax deducts when the loss is realized (Thor Power Tool, 1979); UK tax when booked.
    reserve_deductible: ReserveDeductible = "realized"
    #: Share of a deferred tax asset that later profits are not likely to use; it is not
    #: recognized (ASC 740-10-30-5, IAS 12.24). None, as for a shop that earns profits.
    deferred_tax_valuation: float = 0.0
    #: Usual profit as a share of the selling price, for the floor of market under LIFO and
    #: retail; zero makes the floor the ceiling.
    normal_profit_rate: float = 0.0
    #: Open purchase orders can no longer be cancelled: their loss is due now (ASC 330-10-35-17).
    firm_purchase_orders: bool = False
    #: Costs necessary to make the sale, where the item states none: payment, pick and pack,
    #: commission (IAS 2.6, IFRIC June 2021: all necessary costs).
    selling_cost_rate: float = 0.05
    #: Month and day, MM-DD.
    fiscal_year_end: str = "12-31"
    #: A 52/53-week year ends on a weekday: the last of the month of `fiscal_year_end`, or the
    #: one nearest that month's end (IRC 441(f)). "date" ends on the date itself.
    fiscal_calendar: FiscalCalendar = "date"
    fiscal_weekday: Weekday = "Saturday"
    #: Share of what `service_measure` says; for cycles the probability that no stock-out happens
    #: before an order arrives.
    service_level: float = 0.95
    #: The cycle level is what most shops mean, and needs no cost or price.
    service_measure: ServiceMeasure = "cycle"
    #: Class -> its own service level; "AX" goes before "A", "A" before "X".
    service_levels: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    #: A shop looks at its orders on certain days and orders what has fallen low: (R,s,S).
    order_policy: OrderPolicy = "R,s,S"
    #: Money an order line costs to place and receive; zero where nobody knows it, then a lot is
    #: the demand until the next order.
    ordering_cost: float = 0.0
    #: Capital, space, insurance and decay as a share of unit cost a year; textbooks give a fifth
    #: to a third (Silver, Pyke and Thomas, ch. 1).
    holding_cost_rate: float = 0.25
    #: Money that all orders together may cost; infinite when there is no limit.
    order_budget: float = math.inf
    #: Supplier -> days between two orders there; others keep `review_period_days`.
    order_cycles: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    #: Days between two looks at the same item's order.
    review_period_days: int = 7
    #: Used, and said so, where neither the item nor receipts give a lead time.
    lead_time_days: float = 14.0
    #: Days of forecast demand that stock may cover before the rest counts as excess.
    excess_horizon_days: int = 365
    #: Stock younger than this is not called excess or slow: it has had no chance to sell.
    new_item_grace_days: int = 90
    #: Days before its expiry from which a lot is no longer sold: what customers still ask for.
    min_remaining_life_days: int = 0
    #: Periods sales are summed over; automatic takes weeks where sales are dated at least weekly
    #: and long enough to tell.
    sales_periods: SalesPeriods = "automatic"
    #: A period that sold three times as much as any other, and did not do so a year earlier, is
    #: a bulk order or a one-off: it says little of the next year.
    one_off_sales: OneOffSales = "set apart"
    #: What a promotion lifts says little of weeks without one; planned ones are expectations.
    promoted_sales: PromotedSales = "set apart"
    #: Event -> its days, past and to come, that sell differently and move from year to year.
    calendar_events: Mapping[str, tuple[dt.date, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    #: What persons expect of demand instead of the model, in the order they said so.
    demand_overrides: tuple[DemandOverride, ...] = ()
    #: Discount off the current price at which stock beyond the horizon can be cleared, where the
    #: item's own recent sales show no clearance price.
    clearance_discount: float = 0.50
    #: Discount off the list price that is expected where nothing but a list price is known: the
    #: middle of the 6 % to 26 % of sales that US department stores gave away in markdowns from
    #: the 1960s to the 1990s (Mantrala and Rao, 2001).
    list_price_discount: float = 0.15
    #: Each unit at the price of the step that sells it, as IAS 2.31 splits a quantity; blended
    #: sets gains of early steps against losses of later ones of the same item.
    plan_valuation: PlanValuation = "tiered"
    #: Share of its usual realizable value that damaged stock still brings.
    damaged_recovery: float = 0.0
    #: Money a unit that taking written-off goods away costs: an expense when it is paid, no part
    #: of the write-down. None, until the shop says what its waste contractor asks.
    disposal_cost_unit: float = 0.0
    #: Which reasons count; `("below cost",)` is the bare lower-of-cost-and-NRV test.
    reasons: tuple[Reason, ...] = REASONS
    #: Category -> aging steps; "*" serves every other category.
    reserve_matrix: Mapping[str, AgingSteps] = field(
        default_factory=lambda: MappingProxyType({ANY_CATEGORY: DURABLE_AGING})
    )
    #: Category -> share of cost reserved from that many months of cover on; "*" serves every
    #: other category. Nothing by default: excess is judged by its own demand already.
    cover_matrix: Mapping[str, CoverSteps] = field(default_factory=lambda: MappingProxyType({}))
    #: Supplier -> discounts by the units of an item ordered at once, for all of them.
    price_breaks: Mapping[str, PriceSteps] = field(default_factory=lambda: MappingProxyType({}))
    accounts: Mapping[str, str] = field(default_factory=lambda: DEFAULT_ACCOUNTS)
    #: Role -> account code, for ledgers that are imported by code and not by name.
    account_codes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    #: Ratio -> limit: see `COVENANT_FLOORS` and `COVENANT_CEILINGS`.
    covenants: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse values out of range, naming the setting."""
        for name, allowed in (
            ("framework", get_args(Framework)),
            ("cost_formula", get_args(CostFormula)),
            ("unit_of_account", get_args(UnitOfAccount)),
            ("recording", get_args(Recording)),
            ("presentation", get_args(Presentation)),
            ("reserve_deductible", get_args(ReserveDeductible)),
            ("fiscal_calendar", get_args(FiscalCalendar)),
            ("sales_periods", get_args(SalesPeriods)),
            ("one_off_sales", get_args(OneOffSales)),
            ("promoted_sales", get_args(PromotedSales)),
            ("fiscal_weekday", get_args(Weekday)),
            ("service_measure", get_args(ServiceMeasure)),
            ("plan_valuation", get_args(PlanValuation)),
            ("order_policy", get_args(OrderPolicy)),
        ):
            _require(getattr(self, name) in allowed, name, f"one of {', '.join(allowed)}", self)
        for name in (
            "materiality",
            "tax_rate",
            "selling_cost_rate",
            "clearance_discount",
            "list_price_discount",
            "damaged_recovery",
            "normal_profit_rate",
        ):
            value = getattr(self, name)
            _require(
                _is_number(value) and 0 <= value < 1, name, "a fraction from 0 to below 1", self
            )
        share = self.deferred_tax_valuation
        _require(
            _is_number(share) and 0 <= share <= 1,
            "deferred_tax_valuation",
            "a fraction from 0 to 1",
            self,
        )
        _require(
            isinstance(self.firm_purchase_orders, bool),
            "firm_purchase_orders",
            "true or false",
            self,
        )
        _require(isinstance(self.grouping_reason, str), "grouping_reason", "a sentence", self)
        _check_ordering(self)
        disposal = self.disposal_cost_unit
        _require(
            _is_number(disposal) and 0 <= disposal < math.inf,
            "disposal_cost_unit",
            "money from 0",
            self,
        )
        for name in (
            "review_period_days",
            "lead_time_days",
            "excess_horizon_days",
            "new_item_grace_days",
            "min_remaining_life_days",
        ):
            value = getattr(self, name)
            _require(_is_number(value) and 0 <= value <= 3650, name, "days from 0 to 3650", self)
        _require(_is_month_day(self.fiscal_year_end), "fiscal_year_end", "month-day as MM-DD", self)
        unknown = [reason for reason in self.reasons if reason not in REASONS]
        _require(not unknown, "reasons", f"reasons among {', '.join(REASONS)}", self)
        _require(
            self.unit_of_account != "total" or self.framework == "US GAAP",
            "unit_of_account",
            'item or category under IFRS and FRS 102 (IAS 2.29); "total" is for US GAAP only',
            self,
        )
        _require(
            not self.lacks_grouping_reason,
            "unit_of_account",
            f"item, or the reason why a category's items are alike as grouping_reason: "
            f"{self.framework} lets only similar items be tested together (IAS 2.29)",
            self,
        )
        _require(
            self.cost_formula != "LIFO" or self.framework == "US GAAP",
            "cost_formula",
            f"another formula: {self.framework} does not allow LIFO (IAS 2.25, FRS 102 13.18); "
            "only US GAAP does",
            self,
        )
        _check_matrix(self, "reserve_matrix", "ages in days")
        _check_matrix(self, "cover_matrix", "months of cover")
        _check_matrix(self, "price_breaks", "units ordered")
        for table, what in (("accounts", "name"), ("account_codes", "code")):
            for role, text in getattr(self, table).items():
                name = f"{table}.{role}"
                _require(role in DEFAULT_ACCOUNTS, name, "a known account role", self)
                named = isinstance(text, str) and text.strip() != ""
                _require(named, name, f"the account's {what} as text", self)
        for ratio, limit in self.covenants.items():
            _require(
                ratio in COVENANT_RATIOS and _is_number(limit),
                f"covenants.{ratio}",
                f"a number for one of {', '.join(COVENANT_RATIOS)}",
                self,
            )

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a policy from TOML text; settings not named keep their default.

        Raises:
            PolicyError: the text is no TOML, a key is unknown or a value is out of range.
        """
        try:
            settings = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"the policy is not valid TOML: {error}") from error
        return cls.from_settings(settings)

    @classmethod
    def from_file(cls, content: bytes) -> Self:
        """Read a policy from the bytes of a TOML file, with or without a byte order mark.

        Raises:
            PolicyError: as `from_toml`, or the bytes are no UTF-8 text.
        """
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PolicyError("the policy is no UTF-8 text; save it as plain text") from error
        return cls.from_toml(text)

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """Make a policy from plain values, as TOML or a form gives them."""
        known = {field.name for field in dataclasses.fields(cls)}
        for name in settings:
            if name not in known:
                raise PolicyError(f"policy setting {name!r} is unknown; known are {sorted(known)}")
        values = dict(settings)
        for name in PLAIN_TABLES:
            if name in values and not isinstance(values[name], Mapping):
                raise PolicyError(f"policy setting {name!r} must be a table of name = value")
        if "reasons" in values and not isinstance(values["reasons"], list | tuple):
            raise PolicyError("policy setting 'reasons' must be a list of reasons")
        if "reasons" in values:
            values["reasons"] = tuple(values["reasons"])
        values[OVERRIDES] = _overrides_from(values.get(OVERRIDES, ()))
        if "reserve_matrix" in values:
            matrix = _matrix_from("reserve_matrix", values["reserve_matrix"])
            values["reserve_matrix"] = MappingProxyType({ANY_CATEGORY: DURABLE_AGING, **matrix})
        values["calendar_events"] = _events_from(values.get("calendar_events", {}))
        for name in ("cover_matrix", "price_breaks"):
            if values.get(name):
                values[name] = MappingProxyType(_matrix_from(name, values[name]))
        for name in PLAIN_TABLES:
            if name in values:
                usual = DEFAULT_ACCOUNTS if name == "accounts" else {}
                values[name] = MappingProxyType({**usual, **values[name]})
        return cls(**values)

    def to_toml(self) -> str:
        """Write every setting as TOML; `from_toml` reads it back as a policy that acts alike."""
        settings = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        # Reading gives every category without own steps the durable ones, so "none" is written.
        matrix = {ANY_CATEGORY: (), **settings.pop("reserve_matrix")}
        matrices = {"reserve_matrix": matrix}
        matrices |= {name: settings.pop(name) for name in ("cover_matrix", "price_breaks")}
        tables = {name: settings.pop(name) for name in PLAIN_TABLES}
        tables["calendar_events"] = settings.pop("calendar_events")
        overrides = settings.pop(OVERRIDES)
        lines = [f"{name} = {_toml(value)}" for name, value in settings.items()]
        for name, by_category in matrices.items():
            for category, steps in by_category.items():
                lines += ["", f"[{name}.{_toml(category)}]"]
                lines += [f"{over} = {_toml(share)}" for over, share in steps]
        for name, table in tables.items():
            lines += ["", f"[{name}]", *(f"{_toml(key)} = {_toml(table[key])}" for key in table)]
        for override in overrides:
            lines += ["", f"[[{OVERRIDES}]]"]
            lines += [f"{name} = {_toml(value)}" for name, value in override.settings().items()]
        return "\n".join(lines) + "\n"

    def under(self, framework: Framework) -> Self:
        """Return the policy under another framework, with the tax timing usual beside it.

        What the framework forbids gives way: LIFO becomes FIFO; a test in total, or by category
        without a reason, one by item.
        """
        strict = framework != "US GAAP"
        grouped = self.unit_of_account == "total" or not self.grouping_reason.strip()
        return dataclasses.replace(
            self,
            framework=framework,
            reserve_deductible=USUAL_TAX_TIMING[framework],
            cost_formula="FIFO" if strict and self.cost_formula == "LIFO" else self.cost_formula,
            unit_of_account="item" if strict and grouped else self.unit_of_account,
        )

    @property
    def lacks_grouping_reason(self) -> bool:
        """Whether categories are tested without the reason that IFRS and FRS 102 ask for."""
        needs_one = self.unit_of_account == "category" and self.framework != "US GAAP"
        return needs_one and not self.grouping_reason.strip()

    @property
    def tests_at_market(self) -> bool:
        """Whether cost is compared with market (LIFO and retail under US GAAP), not with NRV."""
        return self.framework == "US GAAP" and self.cost_formula in MARKET_FORMULAS

    def aging_steps(self, category: str | None) -> AgingSteps:
        """Return the aging steps of a category, or those that serve every other one."""
        return _steps_of(self.reserve_matrix, category)

    def cover_steps(self, category: str | None) -> CoverSteps:
        """Return the cover steps of a category, or those that serve every other one."""
        return _steps_of(self.cover_matrix, category)

    def stock_key(self) -> str:
        """Return a text that is equal for policies that judge and order the stock alike.

        They may still differ in `RECORDING_SETTINGS`, which move the books alone.
        """
        return repr(
            [
                (field.name, _plain(getattr(self, field.name)))
                for field in dataclasses.fields(self)
                if field.name not in RECORDING_SETTINGS
            ]
        )

    def key(self) -> str:
        """Return a text that is equal for equal policies: the cache key of everything derived."""
        return repr(
            [(field.name, _plain(getattr(self, field.name))) for field in dataclasses.fields(self)]
        )

    def __hash__(self) -> int:
        """Hash by value; mappings are ordered into tuples."""
        return hash(self.key())


def usual_framework(currency: str | None) -> Framework:
    """Return the framework a shop with amounts in a currency (ISO 4217) mostly reports under.

    A first guess for the user to confirm; None, and any other currency, gives IFRS.
    """
    return _USUAL_FRAMEWORK.get(currency or "", "IFRS")


def _steps_of(matrix: Mapping[str, AgingSteps], category: str | None) -> AgingSteps:
    own = matrix.get(category or "")
    return own if own is not None else matrix.get(ANY_CATEGORY, ())


def _toml(value: str | float | dt.date | tuple[str, ...]) -> str:
    """Write a setting's value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(each) for each in value)}]"
    if isinstance(value, str):
        # A JSON string is a TOML string, but for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    return repr(value)


def _plain(value: object) -> object:
    return sorted(value.items()) if isinstance(value, Mapping) else value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_month_day(text: object) -> bool:
    if not isinstance(text, str) or len(text) != 5 or text[2] != "-":
        return False
    try:
        # A leap year, so that the end of February may be either day.
        dt.date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return True


def _require(holds: bool, name: str, expected: str, policy: Policy) -> None:
    if not holds:
        found = getattr(policy, name.partition(".")[0], None)
        raise PolicyError(f"policy setting {name!r} is {found!r}; expected {expected}")


def _check_ordering(policy: Policy) -> None:
    level = "a fraction from 0.5 to below 1"
    _require(_is_service_level(policy.service_level), "service_level", level, policy)
    for name, share in policy.service_levels.items():
        known = f"{level} for one of {', '.join(SERVICE_CLASSES)}"
        holds = name in SERVICE_CLASSES and _is_service_level(share)
        _require(holds, f"service_levels.{name}", known, policy)
    for supplier, days in policy.order_cycles.items():
        holds = _is_number(days) and 0 <= days <= 3650
        _require(holds, f"order_cycles.{supplier}", "days from 0 to 3650", policy)
    cost, budget, rate = policy.ordering_cost, policy.order_budget, policy.holding_cost_rate
    _require(_is_number(cost) and 0 <= cost < math.inf, "ordering_cost", "money from 0", policy)
    _require(_is_number(budget) and budget >= 0, "order_budget", "money from 0, or inf", policy)
    _require(_is_number(rate) and 0 <= rate <= 1, "holding_cost_rate", "a fraction to 1", policy)


def _is_service_level(value: object) -> bool:
    return isinstance(value, int | float) and _is_number(value) and 0.5 <= value < 1


def _check_matrix(policy: Policy, name: str, what: str) -> None:
    for category, steps in getattr(policy, name).items():
        days = [day for day, _ in steps]
        shares = [share for _, share in steps]
        holds = (
            all(0 <= share <= 1 for share in shares)
            and all(day >= 0 for day in days)
            and days == sorted(set(days))
            and shares == sorted(shares)
        )
        _require(
            holds,
            f"{name}.{category}",
            f"{what} with shares between 0 and 1, both rising",
            policy,
        )


def _events_from(table: object) -> Mapping[str, tuple[dt.date, ...]]:
    """Read `{name: [dates]}`; dates as such or as text YYYY-MM-DD."""
    if not isinstance(table, Mapping):
        raise PolicyError("policy setting 'calendar_events' must be a table of name = dates")
    found = {}
    for name, days in table.items():
        try:
            own = {
                day if isinstance(day, dt.date) else dt.date.fromisoformat(str(day))
                for day in (days if isinstance(days, list | tuple) else [days])
            }
        except ValueError as error:
            raise PolicyError(
                f"policy setting 'calendar_events.{name}' must be a list of dates"
            ) from error
        found[str(name)] = tuple(sorted(own))
    return MappingProxyType(found)


def _overrides_from(rows: object) -> tuple[DemandOverride, ...]:
    if not isinstance(rows, list | tuple) or not all(
        isinstance(row, Mapping | DemandOverride) for row in rows
    ):
        raise PolicyError(f"policy setting {OVERRIDES!r} must be a list of tables")
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(DemandOverride.from_settings(row))
        except OverrideError as error:
            raise PolicyError(f"policy setting {OVERRIDES!r}, number {number}: {error}") from error
    return tuple(found)


def _matrix_from(name: str, tables: Mapping[str, Any]) -> dict[str, AgingSteps]:
    """Read `{category: {"180": 0.25, …}}` or `{"180": 0.25, …}` (for every category)."""
    if not isinstance(tables, Mapping):
        raise PolicyError(f"policy setting {name!r} must be a table of limit = share")
    if all(_is_number(share) for share in tables.values()):
        tables = {ANY_CATEGORY: tables}
    matrix: dict[str, AgingSteps] = {}
    for category, steps in tables.items():
        pairs = steps.items() if isinstance(steps, Mapping) else steps
        try:
            matrix[category] = tuple(sorted((int(day), float(share)) for day, share in pairs))
        except (TypeError, ValueError) as error:
            raise PolicyError(
                f"policy setting '{name}.{category}' must map whole numbers to shares"
            ) from error
    return matrix
