"""The pure core: what is due, when, for whom and why.

Reads no clock, no database, no file and writes no log. Everything it needs comes in as
frozen values, everything it decides goes out as frozen values.
"""
