"""A post quoted in a reply."""

from flask import url_for

from forum.debates.models import Post

LONGEST = 1500


def quoted(post: Post) -> str:
    """The post as a Markdown quote that says whose it is, ready to be answered below."""
    name = post.author.name if post.author else post.author_name
    label = name.replace("[", "(").replace("]", ")").replace("\\", "")
    lines = [f"[{label}, n.º {post.number}]({url_for('debates.permalink', post_id=post.id)})", ""]
    return "\n".join(f"> {line}".rstrip() for line in [*lines, *own_lines(post)]) + "\n\n"


def own_lines(post: Post) -> list[str]:
    """What the post says itself, without what it quotes, cut where it is long."""
    source = post.body if post.body_format == "markdown" else post.body_text
    lines = [line for line in source.splitlines() if not line.startswith(">")]
    text = "\n".join(lines).strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0] + "…"
    return text.splitlines()
