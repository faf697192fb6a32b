"""The generators behind `python -m sample_data.make`: one module a business."""
