"""Each result as a person reads it in a terminal. Every import of Rich is in here.

Never: a figure that the JSON of the same result lacks.
"""
