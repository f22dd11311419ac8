"""By which names pages of threads and lists live (forum/lib/pages); forum/shown.py says what raises each."""

PEOPLE = "people"  # how people are called and look
DEBATES = "debates"  # which debates there are, and their order by activity
OPENED = "opened"  # which threads were opened, where, with which tags, how many, which are pinned; no replies


def thread_name(thread_id: int) -> str:
    """The name of what stands on the pages of a thread alone: its replies, and what is beside them."""
    return f"thread:{thread_id}"


def heading_name(thread_id: int) -> str:
    """The name of what other pages show of a thread as well: its row, its tags and its opening post."""
    return f"heading:{thread_id}"


def group_name(group_id: int) -> str:
    """The name of which threads there are in a group, and their order by activity."""
    return f"group:{group_id}"
