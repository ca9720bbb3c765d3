"""What we remember: the tables and the only SQL of the program.

Decides nothing, sends nothing, and hands out frozen values, never table objects.
"""
