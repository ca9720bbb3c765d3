"""The commands, one module a subject; a module is imported only when one of its commands is called.

A command asks, calls one act of the folders below and prints the answer.
"""
