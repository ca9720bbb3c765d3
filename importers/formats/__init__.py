"""From bytes to a document: one reader per format, run in a guarded child.

It decides nothing about plans."""
