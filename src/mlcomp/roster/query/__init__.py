"""One self-contained query that prices a table where it is.

Never: runs it.
"""
