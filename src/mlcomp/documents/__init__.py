"""The JSON of each result as types, their registry and schemas, and replaying a receipt.

Never: makes a document; `render` does, and mypy holds it to these types.
"""
