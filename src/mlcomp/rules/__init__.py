"""One person and one rule book in, one estimate out, with the receipt for every dollar.

Never: reads a file, prints, or keeps anything between two estimates.
"""
