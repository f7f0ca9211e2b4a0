"""A question as plain data in, and out the very result that the command of that name shows.

What a command does between parsing and showing is here, once: `cli` calls it with what was
typed, and `question` with JSON, for a page or an agent. Never: a command line's parsing, a
figure of its own, an error in other words than the command's, or a file opened.
"""
