"""Write each shipped rule book as JSON, loaded without a TOML parser, and all fingerprints.

    python scripts/parse_books.py

To be run after any change under data/.

The TOML is the book. The copy counts only while the text has the checksum that it names, so
one that is forgotten costs a few milliseconds and no figure; a test asks for it all the same.
"""

from __future__ import annotations

import json
import tomllib
from zlib import crc32

from mlcomp.book.fingerprint import SHIPPED_FILE, fingerprint_of, hash_of_data
from mlcomp.book.loading import SHIPPED, check_book
from mlcomp.files import data_file


def parsed(text: bytes) -> str:
    """Return the copy of a book: its checksum and its tables."""
    tables = tomllib.loads(text.decode("utf-8"))
    return json.dumps([crc32(text), tables], ensure_ascii=False, indent=1) + "\n"


def hashes() -> str:
    """Return the hashes of the facts and of each book, whose own hold that of the facts."""
    file = data_file(SHIPPED_FILE)
    data = f"data {hash_of_data()}\n"
    file.write_text(data, encoding="ascii", newline="\n")
    books = map(check_book, SHIPPED)
    return data + "".join(f"{book.edition} {fingerprint_of(book)}\n" for book in books)


if __name__ == "__main__":
    for name in SHIPPED.values():
        path = data_file(name)
        path.with_suffix(".json").write_text(parsed(path.read_bytes()), encoding="utf-8")
    data_file(SHIPPED_FILE).write_text(hashes(), encoding="ascii", newline="\n")
