"""How a message leaves: one file per channel behind one small seam (``base.py``).

Must not decide what is said, to whom or when to try again, and must not know the database.
"""
