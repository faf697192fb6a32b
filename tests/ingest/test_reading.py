from core.ingest import read_json
from tests.ingest.making import csv_file, read


def test_a_reading_as_plain_values_has_every_key() -> None:
    reading = read(csv_file([["SKU", "Stock"], ["A", -1], ["B", 2]]))
    (sheet,) = read_json(reading)
    assert sheet["file"] == "export.csv"
    assert (sheet["table"], sheet["header_row"]) == ("stock", 1)
    assert (sheet["rows"], sheet["rows_set_aside"]) == (2, 0)
    assert sheet["columns"][0].keys() == {"source", "canonical", "confidence", "candidate"}
    assert sheet["sums"] == {"on_hand": 1.0}
    assert sheet["problems"][0].keys() == {
        "severity", "row", "column", "found", "expected", "repair", "count",
    }  # fmt: skip
