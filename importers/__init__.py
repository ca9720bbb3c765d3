"""From a document to tasks: one reader per format, rows with their place, checks, comparison, storage.

It reads no clock, sends nothing, fetches nothing, and stores a file whole or not at all.
"""
