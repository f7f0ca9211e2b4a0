"""From what a person types to a place, its state and its metro: facts and names.

Never: what a place is worth in pay; the rule book says that.
"""
