"""Screens by job; every page lies in a sub-folder (see app.py)."""
