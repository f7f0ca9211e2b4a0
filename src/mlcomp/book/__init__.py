"""Rule books: their schema and values, from TOML to a book or to all its faults, what they list.

Never: a person, a price, a terminal.
"""
