"""What people type of a job beside its place: employers, ladders' codes, words for fields of work.

Facts only, from `data/employers.csv`, `kinds.csv`, `ladders.csv` and `fields.csv`; each is read
when a rule book does not know what was typed, and then once. Never: a pay rule, a rule book.
"""
