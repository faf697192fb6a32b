"""Lowermark's engine: spreadsheets in, a write-down decision out; knows nothing of a screen."""
