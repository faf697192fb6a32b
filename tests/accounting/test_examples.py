"""The examples in docstrings hold, and everything public is documented."""

import doctest
import importlib
import pkgutil

import pytest

import core.accounting as accounting
import core.money

MODULES = [
    core.money.__name__,
    *(f"core.accounting.{module.name}" for module in pkgutil.iter_modules(accounting.__path__)),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", accounting.__all__)
def test_what_is_public_exists_and_says_what_it_is(name: str) -> None:
    public = getattr(accounting, name)
    assert not callable(public) or public.__doc__
