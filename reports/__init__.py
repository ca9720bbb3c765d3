"""From tasks to documents: the overdue list, the ledger, and one writer for each format.

Reads through models/ and writes bytes; stores nothing, sends nothing, asks for no date.
"""
