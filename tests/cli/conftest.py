"""The command line over a database of the test alone."""

from command_line import duban, office

__all__ = ["duban", "office"]
