"""A Policy as a file: what is written is read back as the same choices."""

import math
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy import (
    DEFAULT_ACCOUNTS,
    REASONS,
    SERVICE_CLASSES,
    FiscalCalendar,
    Framework,
    OrderPolicy,
    Policy,
    PolicyError,
    Presentation,
    Recording,
    ReserveDeductible,
    ServiceMeasure,
    Weekday,
)

shares = st.floats(0, 0.99)
#: Surrogates are no text; an account needs a name.
names = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20).filter(
    str.strip
)
steps = st.lists(st.integers(0, 2000), unique=True, max_size=4).flatmap(
    lambda days: st.lists(st.floats(0, 1), min_size=len(days), max_size=len(days)).map(
        lambda lost: dict(zip(map(str, sorted(days)), sorted(lost), strict=True))
    )
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    unit = draw(st.sampled_from(["item", "category"]))
    return Policy.from_settings(
        {
            "framework": draw(st.sampled_from(get_args(Framework))),
            "recording": draw(st.sampled_from(get_args(Recording))),
            "presentation": draw(st.sampled_from(get_args(Presentation))),
            "reserve_deductible": draw(st.sampled_from(get_args(ReserveDeductible))),
            "unit_of_account": unit,
            "tax_rate": draw(shares),
            "selling_cost_rate": draw(shares),
            "materiality": draw(shares),
            "cost_formula": draw(st.sampled_from(["FIFO", "specific", "retail"])),
            "grouping_reason": draw(
                st.just("") if unit == "item" else names.map("one line, {}".format)
            ),
            "deferred_tax_valuation": draw(st.floats(0, 1)),
            "normal_profit_rate": draw(shares),
            "firm_purchase_orders": draw(st.booleans()),
            "fiscal_year_end": draw(st.dates().map(lambda day: f"{day:%m-%d}")),
            "fiscal_calendar": draw(st.sampled_from(get_args(FiscalCalendar))),
            "fiscal_weekday": draw(st.sampled_from(get_args(Weekday))),
            "account_codes": draw(st.dictionaries(st.sampled_from(list(DEFAULT_ACCOUNTS)), names)),
            "lead_time_days": draw(st.floats(0, 3650)),
            "excess_horizon_days": draw(st.integers(0, 3650)),
            "reasons": draw(st.lists(st.sampled_from(REASONS), unique=True)),
            "reserve_matrix": draw(st.dictionaries(names, steps, max_size=3)),
            "cover_matrix": draw(st.dictionaries(names, steps, max_size=3)),
            "calendar_events": draw(
                st.dictionaries(
                    names,
                    st.lists(st.dates(), max_size=3, unique=True).map(sorted).map(tuple),
                    max_size=2,
                )
            ),
            "price_breaks": draw(st.dictionaries(names, steps, max_size=3)),
            "accounts": draw(st.dictionaries(st.sampled_from(list(DEFAULT_ACCOUNTS)), names)),
            "covenants": {"equity": draw(st.floats(-1e9, 1e9))},
            "service_measure": draw(st.sampled_from(get_args(ServiceMeasure))),
            "order_policy": draw(st.sampled_from(get_args(OrderPolicy))),
            "service_levels": draw(
                st.dictionaries(st.sampled_from(SERVICE_CLASSES), st.floats(0.5, 0.99), max_size=3)
            ),
            "order_cycles": draw(st.dictionaries(names, st.floats(0, 90), max_size=2)),
            "ordering_cost": draw(st.floats(0, 500)),
            "disposal_cost_unit": draw(st.floats(0, 500)),
            "holding_cost_rate": draw(st.floats(0, 1)),
            "order_budget": draw(st.one_of(st.just(math.inf), st.floats(0, 1e9))),
        }
    )


@given(policy=policies())
@settings(max_examples=80, deadline=None)
def test_a_policy_written_and_read_again_is_equal(policy: Policy) -> None:
    again = Policy.from_toml(policy.to_toml())
    assert again == policy
    assert again.key() == policy.key()


def test_the_default_policy_survives_its_file() -> None:
    assert Policy.from_toml(Policy().to_toml()) == Policy()


def test_no_aging_at_all_stays_no_aging() -> None:
    none = Policy(reserve_matrix={"Toys": ((90, 0.5),)})
    again = Policy.from_toml(none.to_toml())
    assert again.aging_steps("Toys") == none.aging_steps("Toys") == ((90, 0.5),)
    assert again.aging_steps("Books") == none.aging_steps("Books") == ()


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert Policy.from_file(b"\xef\xbb\xbftax_rate = 0.2\n").tax_rate == 0.2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"tax_rate = ", "not valid TOML"),
        (b"tax = 0.2", "'tax' is unknown"),
        (b"tax_rate = 2", "'tax_rate' is 2"),
        (b"reasons = 5", "'reasons' must be a list"),
        (b"accounts = 5", "'accounts' must be a table"),
        (b"covenants = [1]", "'covenants' must be a table"),
        (b"[accounts]\ninventory = 5", "accounts.inventory"),
        (b"[accounts]\nstock = 'x'", "accounts.stock"),
        (b"reserve_matrix = 5", "'reserve_matrix' must be a table"),
        (b"cover_matrix = 5", "'cover_matrix' must be a table"),
        (b"[cover_matrix.Toys]\n6 = 1.5", "cover_matrix.Toys"),
        (b"framework = ['IFRS']", "'framework'"),
    ],
)
def test_a_file_that_makes_no_policy_is_refused_with_the_setting(content: bytes, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        Policy.from_file(content)


def test_uk_tax_follows_the_books_and_us_tax_waits_for_the_loss() -> None:
    policy = Policy(tax_rate=0.19)
    assert policy.under("FRS 102").reserve_deductible == "booked"
    assert policy.under("FRS 102").under("US GAAP").reserve_deductible == "realized"
    assert policy.under("FRS 102").tax_rate == 0.19
