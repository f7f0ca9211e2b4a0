"""Write each shipped rule book as JSON beside its TOML, for loading without a TOML parser.

    python scripts/parse_books.py

The TOML is the book. The copy counts only while the text has the checksum that it names, so
one that is forgotten costs a few milliseconds and no figure; a test asks for it all the same.
"""

from __future__ import annotations

import json
import tomllib
from zlib import crc32

from mlcomp.book.loading import SHIPPED
from mlcomp.files import data_file


def parsed(text: bytes) -> str:
    """Return the copy of a book: its checksum and its tables."""
    tables = tomllib.loads(text.decode("utf-8"))
    return json.dumps([crc32(text), tables], ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name in SHIPPED.values():
        path = data_file(name)
        path.with_suffix(".json").write_text(parsed(path.read_bytes()), encoding="utf-8")
