"""MEASURING: how dear each part is, always as a ratio to a yardstick run beside it in the same run.

Nothing in the program imports it, and no figure of it is a promise about seconds on another machine.
"""
