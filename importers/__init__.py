"""From a document to tasks: one reader per format, rows with their place, checks, comparison, storage.

The packages, in the order in which a file goes through them (``pyproject.toml`` holds who may use whom):
``formats`` makes a document of bytes; ``tables``, ``texts`` and ``calendars`` make raw rows of its lines and
tables, with ``words`` for what words mean by their form; ``plans`` checks, compares and stores them;
``review`` keeps drafts that a person corrects, ``coverage`` holds 要点 against 配档表.

It reads no clock, sends nothing, fetches nothing, and stores a file whole or not at all.
"""
