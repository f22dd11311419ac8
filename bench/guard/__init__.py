"""A guard against gross falls: what pages and acts cost beside known things, compared with what was recorded.

Everything runs in one process, in turns, by processor time, so that a busy machine weighs on both sides.
"""
