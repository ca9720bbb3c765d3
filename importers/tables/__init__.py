"""From a table, however it is printed, to raw rows with their place. Nothing is judged or stored here."""
