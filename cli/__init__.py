"""THE EDGE: parse the command line, put the program together, call, print.

The only composition and the only importer of config. It decides nothing about tasks and holds no SQL.
"""
