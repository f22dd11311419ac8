"""What everybody may know of moderation: the public log of decisions, and reports about any period.

Regulation (EU) 2022/2065, articles 15 and 24. Nobody is named, and no text is shown.
"""
