"""How right a rule book is: the market check, scores and backtests.

Never: changes an estimate.
"""
