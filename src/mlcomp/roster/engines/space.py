"""How much memory DuckDB may take: less where the process is limited (`ulimit -v`)."""

from __future__ import annotations

from mlcomp.errors import RosterError

MEMORY = 10**9
"""Bytes that pricing is allowed; what does not fit is spilled to disk."""

# Its code, its threads' stacks and Python itself, which all count against the limit.
_BESIDES = 900 * 10**6
_LEAST = 100 * 10**6


def memory() -> int:
    """Return the bytes that DuckDB may take.

    Raises:
        RosterError: the process is limited to so few that DuckDB cannot be loaded.
    """
    limit = _limit()
    if limit is None:
        return MEMORY
    if limit < _BESIDES + _LEAST:
        raise RosterError(
            f"expected {(_BESIDES + _LEAST) / 1e9:.1f} GB of memory or more, "
            f"found a limit of {limit / 1e9:.1f} GB (ulimit -v)"
        )
    return min(MEMORY, limit - _BESIDES)


def _limit() -> int | None:
    """Return the bytes of memory that the process may map, None without a limit."""
    try:
        import resource
    except ImportError:
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
