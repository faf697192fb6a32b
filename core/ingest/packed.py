"""Texts of a column as one Arrow array: a buffer of letters and where each text ends.

Columns of half a million texts are too many Python objects to make, keep and compare; these are
the questions that are asked of them as a whole.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

#: A column of texts, missing where a cell holds none; or the same as Python objects.
Texts: TypeAlias = pa.LargeStringArray | npt.NDArray[np.object_]

#: What one column of a frame may hold: an array of numpy, or texts as pandas keeps them.
Cells: TypeAlias = npt.NDArray[np.generic] | pd.api.extensions.ExtensionArray


def pack(texts: Texts) -> pa.LargeStringArray:
    """Return texts as one Arrow array."""
    return pa.array(texts, pa.large_string()) if isinstance(texts, np.ndarray) else texts


def unpack(texts: pa.LargeStringArray) -> npt.NDArray[np.object_]:
    """Return texts as Python objects in an array of their own, None where there is none."""
    result: npt.NDArray[np.object_] = texts.to_numpy(zero_copy_only=False)
    return result if result.flags.writeable else result.copy()


def as_cells(texts: pa.LargeStringArray) -> Cells:
    """Return texts as a column of a frame, without a copy."""
    cells: Cells = pd.array(texts, dtype="str")
    return cells


def nothing(rows: int) -> pa.LargeStringArray:
    """Return as many missing texts."""
    return pa.nulls(rows, pa.large_string())


def numbered(texts: Texts) -> tuple[npt.NDArray[np.int64], pa.LargeStringArray]:
    """Number the different texts in the order in which they come; -1 stands for a missing one."""
    encoded = pack(texts).dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64), encoded.dictionary


def which_match(texts: pa.LargeStringArray, pattern: str) -> npt.NDArray[np.bool_]:
    """Return which texts hold a pattern of RE2 somewhere."""
    found = pc.match_substring_regex(texts, pattern)
    return which(found)


def which(found: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    """Return an Arrow mask as one of numpy; what is missing is False."""
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False), dtype=bool)


def may_match(texts: pa.LargeStringArray, pattern: str) -> bool:
    """Whether any text may hold a pattern of RE2; False is certain.

    All texts are searched as one, which takes a fraction of the time of one by one; a match may
    then lie across two of them. The pattern must not depend on where a text begins or ends.
    """
    if not len(texts) or texts.null_count == len(texts):
        return False
    _, ends, letters = texts.buffers()
    offsets = np.frombuffer(ends, np.int64)[[texts.offset, texts.offset + len(texts)]]
    joined = pa.LargeStringArray.from_buffers(1, pa.py_buffer(offsets.tobytes()), letters)
    return bool(pc.match_substring_regex(joined, pattern)[0].as_py())


def is_ascii(texts: pa.LargeStringArray) -> bool:
    """Whether no text holds a letter outside ASCII."""
    return pc.all(pc.string_is_ascii(texts)).as_py() is not False


def without_blank(texts: pa.LargeStringArray) -> pa.LargeStringArray:
    """Return the texts with the empty ones missing."""
    blank = pc.equal(pc.binary_length(texts), 0)
    if not pc.any(blank).as_py():
        return texts
    return pc.if_else(blank, pa.scalar(None, pa.large_string()), texts)
