"""All text that leaves: mails, pages and documents as templates, and the frozen values they take.

Reads no database and no clock; a template gets every value ready, dates too.
"""
