"""What needs somebody today, in order, with why.

Each kind has a module with `items(reader)`, one statement at most; `collect` names them all. To add a kind: write the
module, name it in `collect.KINDS`, and raise the number of statements in its test by what it takes.
"""
