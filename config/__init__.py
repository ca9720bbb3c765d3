"""What the operator sets: the settings, the policies and the working-day tables, read and checked.

Decides nothing and starts nothing. Only the command line imports it.
"""
