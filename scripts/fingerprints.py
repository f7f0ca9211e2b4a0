"""Record the hashes of the shipped data and rule books in data/fingerprints.txt.

Usage: python scripts/fingerprints.py, after any change under data/.
"""

from __future__ import annotations

from mlcomp.book.fingerprint import SHIPPED_FILE, fingerprint_of, hash_of_data
from mlcomp.book.loading import SHIPPED, check_book
from mlcomp.files import data_file

if __name__ == "__main__":
    file = data_file(SHIPPED_FILE)
    data = f"data {hash_of_data()}\n"
    # The books' own hashes hold that of the data.
    file.write_text(data, encoding="ascii", newline="\n")
    books = map(check_book, SHIPPED)
    lines = [f"{book.edition} {fingerprint_of(book)}\n" for book in books]
    file.write_text(data + "".join(lines), encoding="ascii", newline="\n")
