"""From calendars (dated lists, grids of days or weeks) to raw rows. Nothing is judged or stored here."""
