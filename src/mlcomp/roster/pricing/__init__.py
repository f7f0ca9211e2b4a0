"""The arithmetic of the rules on columns, and the look-ups of what each distinct value means.

Never: reads text of its own; every value is resolved by the code that prices one person.
"""
