"""From raw rows to a plan: its shape, checked rows, what differs from the stored edition, storing it."""
