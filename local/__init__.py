"""One machine as a whole installation: real servers for the demo, the tests and the measurements.

Nothing in here runs in production, and nothing in here imports Django: what needs Django is run as
`manage.py`, in a process of its own, under the database role that the step deserves.
"""
