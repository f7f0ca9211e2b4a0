"""Files of people: opening them, writing them, and the lines that are no rows.

Never: a half-written target, or a line lost.
"""
