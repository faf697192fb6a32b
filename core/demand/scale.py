"""Where chunks of series are filtered: in this process, or on the workers of a Dask cluster.

A chunk is the same piece of work wherever it runs, so results are identical. Moving a chunk costs
about as much as filtering it: a cluster pays for a great many series, not for one shop.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from core.problem import UnusableInputError

T = TypeVar("T")


class Runner(Protocol):
    """Calls a function with each tuple of arguments and returns the results in that order."""

    def __call__(self, work: Callable[..., T], parts: Iterable[tuple[Any, ...]]) -> list[T]:
        """Run all parts."""


def here(work: Callable[..., T], parts: Iterable[tuple[Any, ...]]) -> list[T]:
    """Run all parts in this process, one after the other."""
    return [work(*part) for part in parts]


@contextmanager
def runner(scheduler: str | None) -> Iterator[Runner]:
    """Run here, or on the cluster of a Dask scheduler while the context lasts.

    Args:
        scheduler: its address, such as "tcp://10.0.0.5:8786"; None runs in this process. Workers
            need this package installed.

    Raises:
        UnusableInputError: the extra "scale" is not installed, or nobody answers at the address.
    """
    if scheduler is None:
        yield here
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise UnusableInputError(
            "A scheduler needs dask and distributed: install lowermark with its extra 'scale'."
        ) from error
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UnusableInputError(f"No Dask scheduler answers at {scheduler}.") from error
    with client:

        def there(work: Callable[..., T], parts: Iterable[tuple[Any, ...]]) -> list[T]:
            jobs = [client.submit(work, *part, pure=False) for part in parts]
            done: list[T] = client.gather(jobs)  # type: ignore[no-untyped-call]
            return done

        yield there
