"""The small form of the offices and the pages of the supervision office.

GET shows, POST acts. It holds no rule and no SQL: it asks scheduler/ to act and models/ for what to show.
"""
