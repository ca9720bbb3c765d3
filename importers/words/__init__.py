"""What the words of a plan mean by their form: times, offices, headings, lines.

Nothing here knows a table or a file format."""
