"""When and in what order: one pass for one day, delivery, acts on tasks, links.

Opens the transactions and calls the rules; decides nothing itself and holds no text.
"""
