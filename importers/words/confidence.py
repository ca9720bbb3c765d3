"""How far a row may be trusted by the evidence it was read from: one table for all readers.

Measured on printed variants of invented plans with seeds that no rule was made on (docs/decisions/0012);
below ``SURE`` a row waits for a person. A row with a flag is never above ``FLAGGED``.
"""

SURE = 0.9
FLAGGED = 0.6

#: Cells under the headings of their columns.
CELLS = 1.0
#: Cells one a line, every row whole.
EVEN_CELLS = 0.98
#: Fields behind their names.
FIELDS = 0.98
#: A numbered or dated item that itself says who or when.
TOLD_ITEM = 0.96
#: Cells one a line with merged ones left out, put under their columns by what they look like.
GUESSED_CELLS = 0.93
#: A line below a date, without a number of its own.
LINE_BELOW_DATE = 0.93
#: The cell of a day in a month's grid.
DAY_CELL = 0.93
#: A time out of running text.
TIME_IN_TEXT = 0.92
#: An item that says neither who nor when, or that lacks what its neighbours say.
UNTOLD_ITEM = 0.85
#: A table without a header.
HEADLESS = 0.85
#: Lines of a table without rules, where nothing tells for sure which line begins a row.
LOOSE_LINES = 0.85
