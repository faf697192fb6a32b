"""Benches: the rows that share receipts, laid end to end against the layers of those receipts.

A bench holds rows that no date and no lot tells apart, such as the stores of a chain whose
receipts name no store. They share what the bench holds in proportion to their units. Many rows
that share many layers would take rows times layers parts, so a crowded bench is cut into bands of
equal units from the oldest to the newest: a row holds its share of every band, and within a band
the rows stand end to end. What the item holds of each age is the same either way.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Units below this share of what a pool holds are noise of the running sums.
NOISE = 1e-9

#: Bands of a crowded bench: quarters, so that no store seems to hold only old or only new stock.
_BANDS = 4

#: A bench is crowded when its parts would be more than so many times its rows and layers.
_CROWDED = 8

_Ints = NDArray[np.intp]
_Floats = NDArray[np.float64]


def laid_out(
    stock: pd.DataFrame, row_pool: _Ints, layer: pd.DataFrame
) -> tuple[_Ints, pd.DataFrame]:
    """Lay the rows of each pool end to end against its layers, both oldest first.

    Cut where either ends, a pool has a few times as many parts as it has rows and layers at most.

    Args:
        stock: needs on_hand, location, lot; expiry_date and received_date where it has them.
        row_pool: number of each stock row's pool, -1 for none.
        layer: pool (ascending), units and more; oldest first within a pool, whose units they
            add up to.

    Returns:
        The stock row of each part, ascending, and the columns of `layer` but pool, oldest first.
    """
    row, bench = _benches(stock, row_pool)
    units = stock["on_hand"].to_numpy()[row]
    layer_pool, layer_units = layer.pop("pool").to_numpy(), layer["units"].to_numpy()
    cut = _cut(row_pool[row], bench, units, layer_pool, layer_units)
    crowded = _crowded(bench, cut[0])
    if crowded.any():
        row, bench, units = _in_bands(row, bench, units, crowded)
        cut = _cut(row_pool[row], bench, units, layer_pool, layer_units)
    of_bench, of_layer, part = cut
    size = np.bincount(of_bench, minlength=int(bench.max(initial=-1)) + 1)
    whole = np.bincount(of_bench, weights=part, minlength=len(size))
    # Every row of a bench takes its share of each of the bench's parts.
    count = size[bench]
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    owner = np.repeat(bench, count)
    picked = (np.cumsum(size) - size)[owner] + step
    share = part[picked] * np.repeat(units, count) / whole[owner]
    row = np.repeat(row, count)
    in_order = np.argsort(row, kind="stable")
    laid = layer.iloc[of_layer[picked[in_order]]].reset_index(drop=True)
    return row[in_order], laid.assign(units=share[in_order])


def _cut(
    pool: _Ints, bench: _Ints, units: _Floats, layer_pool: _Ints, layer_units: _Floats
) -> tuple[_Ints, _Ints, _Floats]:
    """Cut what stands on each bench where its layers end; see `_overlaps`."""
    pool_of_bench = np.zeros(int(bench.max(initial=-1)) + 1, dtype=np.intp)
    pool_of_bench[bench] = pool
    held = np.asarray(
        np.bincount(bench, weights=units, minlength=len(pool_of_bench)), dtype=np.float64
    )
    return _overlaps(pool_of_bench, held, layer_pool, layer_units)


def _crowded(bench: _Ints, of_bench: _Ints) -> NDArray[np.bool_]:
    """Say which benches have too many parts if every row takes its share of every layer."""
    count = int(bench.max(initial=-1)) + 1
    rows = np.bincount(bench, minlength=count)
    parts = np.bincount(of_bench, minlength=count)
    return np.asarray(rows * parts > _CROWDED * (rows + parts), dtype=np.bool_)


def _in_bands(
    row: _Ints, bench: _Ints, units: _Floats, crowded: NDArray[np.bool_]
) -> tuple[_Ints, _Ints, _Floats]:
    """Stand the rows of crowded benches end to end, a part of each in every band.

    The direction alternates, so that a row that comes first in one band comes last in the next.

    Returns:
        Row, bench (ascending) and units of each row's part; other benches stay as they are.
    """
    times = np.where(crowded[bench], _BANDS, 1)
    place = np.repeat(np.arange(len(row)), times)
    band = np.arange(len(place)) - np.repeat(np.cumsum(times) - times, times)
    there = np.where(band % 2 == 0, place, -place)
    order = np.lexsort((there, band, bench[place]))
    place = place[order]
    # On a crowded bench each part is a bench of its own.
    begins = crowded[bench[place]]
    begins[1:] |= np.diff(bench[place]) != 0
    begins[:1] = False
    return row[place], np.cumsum(begins), units[place] / times[place]


def _benches(stock: pd.DataFrame, row_pool: _Ints) -> tuple[_Ints, _Ints]:
    """Order the rows of pools by what dates them, and number those that nothing tells apart.

    Returns:
        The rows (positions in `stock`), in its order on a bench, and the ascending number of the
        bench each stands on.
    """
    rows = np.flatnonzero(row_pool >= 0)
    keys = [row_pool[rows]]
    for name in ("expiry_date", "received_date"):
        if name in stock and stock[name].notna().any():
            day = stock[name].iloc[rows]
            keys.append(day.fillna(pd.Timestamp.max.floor("D")).to_numpy().astype(np.int64))
    if stock["lot"].notna().any():
        keys.append(pd.factorize(stock["lot"].iloc[rows], sort=True)[0])
    order = np.lexsort(tuple(reversed(keys)))
    differs = np.zeros(len(rows), dtype=bool)
    for key in keys:
        differs[1:] |= np.diff(key[order]) != 0
    return rows[order], np.cumsum(differs)


def _overlaps(
    pool_of_bench: _Ints,
    bench_units: _Floats,
    pool_of_layer: _Ints,
    layer_units: _Floats,
) -> tuple[_Ints, _Ints, _Floats]:
    """Intersect two ways of cutting the units of pools, both in the order of the pools.

    Returns:
        The bench, the layer and the units of each intersection, in that order.
    """
    pools = int(pool_of_bench.max(initial=-1)) + 1
    held = np.asarray(
        np.bincount(pool_of_bench, weights=bench_units, minlength=pools), dtype=np.float64
    )
    ends = [
        _ends(pool, units, held)
        for pool, units in ((pool_of_bench, bench_units), (pool_of_layer, layer_units))
    ]
    pool = np.concatenate([pool_of_bench, pool_of_layer])
    is_bench = np.arange(len(pool)) < len(pool_of_bench)
    end = np.concatenate(ends)
    order = np.lexsort((end, pool))
    pool, end, is_bench = pool[order], end[order], is_bench[order]
    first = np.ones(len(pool), dtype=bool)
    first[1:] = np.diff(pool) != 0
    units = np.diff(end, prepend=0.0)
    units[first] = end[first]
    # As many benches have ended before a cut as its own number says; so it is with the layers.
    bench: _Ints = np.cumsum(is_bench) - is_bench
    layer: _Ints = np.cumsum(~is_bench) - ~is_bench
    kept = units > NOISE * held[pool]
    return bench[kept], layer[kept], units[kept]


def _ends(pool: _Ints, units: _Floats, held: _Floats) -> _Floats:
    """Return where each part of a pool ends, the last of them exactly at what the pool holds."""
    end = pd.Series(units).groupby(pool).cumsum().to_numpy(copy=True)
    last = np.append(np.diff(pool) != 0, True)[: len(pool)]
    end[last] = held[pool[last]]
    return np.asarray(end, dtype=np.float64)
