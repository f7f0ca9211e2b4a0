"""Which book it was: one hash of all that makes a result.

SHA-256 over the rules' version, the shipped data files, and the book as resolved, in one
canonical form: what a comment says, or which file a value came from, does not count.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from mlcomp.files import data_file

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RULES = "1"
"""The version of the arithmetic; it changes when the same book gives other dollars."""

SHIPPED_FILE = "fingerprints.txt"
"""Hashes of the data and of shipped editions, so that these are not worked out each time."""


def fingerprint_of(book: DataclassInstance) -> str:
    """Return a book's fingerprint, 64 hexadecimal digits."""
    # Only books that are not shipped are hashed.
    import json

    canonical = json.dumps(asdict(book), sort_keys=True, default=str, ensure_ascii=True)
    return _hash(f"{RULES}\n{known('data')}\n{canonical}".encode())


def known(name: str) -> str:
    """Return the recorded hash of the data files ("data"), or of a shipped book's edition."""
    return _recorded()[name]


def recorded(edition: str) -> str | None:
    """Return the hash of a shipped edition; None for one that is not shipped."""
    return _recorded().get(edition)


@cache
def _recorded() -> dict[str, str]:
    lines = data_file(SHIPPED_FILE).read_text(encoding="ascii").splitlines()
    return dict(line.split() for line in lines)


def hash_of_data() -> str:
    """Return the hash of the files of facts as they are: names and contents, in order."""
    files = sorted(data_file("").glob("*.csv"))
    # A checkout may end lines its own way.
    contents = (each.read_bytes().replace(b"\r\n", b"\n") for each in files)
    return _hash(b"".join(f"{f.name}\n".encode() + c for f, c in zip(files, contents, strict=True)))


def _hash(content: bytes) -> str:
    from hashlib import sha256

    return sha256(content).hexdigest()
