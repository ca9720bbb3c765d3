"""From lines of text (numbered items, records, data) to raw rows with their place.

Nothing is judged or stored here."""
