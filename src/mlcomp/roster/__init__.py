"""The same rules over a table of any size.

What must be understood from text is resolved once for each distinct value, by the code
that prices one person; the arithmetic is that of the rules, applied to columns.

Never: a rule or a number of its own, or a row lost or priced otherwise than `estimate` would.
"""
