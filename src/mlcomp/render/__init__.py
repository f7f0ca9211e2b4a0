"""Each result as JSON and as rows; `tables` shows it in a terminal.

Never: works out a figure of its own.
"""
