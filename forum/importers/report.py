"""What an import made, and what it left and why."""

from dataclasses import dataclass, field

from forum.lib.commands import in_english

MADE = ("threads", "posts", "people", "tags", "files")


@dataclass(frozen=True)
class Skip:
    """One thing that was left, or not brought over as it was."""

    item: str
    why: str


@dataclass
class Report:
    """The figures of one run: `posts` counts opening posts and replies, `people` authors.

    `changed` counts posts of an earlier run that got the newer text of this one.
    """

    threads: int = 0
    posts: int = 0
    people: int = 0
    tags: int = 0
    files: int = 0
    changed: int = 0
    skipped: list[Skip] = field(default_factory=list)

    def skip(self, item: str, why: object) -> None:
        """Note one thing that was left; `why` may be what a page would say in its reader's language."""
        self.skipped.append(Skip(item, in_english(why)))

    @property
    def made(self) -> dict[str, int]:
        """How many of each kind."""
        return {name: getattr(self, name) for name in MADE}

    def as_json(self) -> dict[str, object]:
        """The object that `--json` prints: public interface, CONTRACT.md."""
        return {**self.made, "skipped": [{"item": row.item, "why": row.why} for row in self.skipped]}

    def by_reason(self) -> dict[str, list[str]]:
        """What was left, by why, the most frequent reason first."""
        groups: dict[str, list[str]] = {}
        for row in self.skipped:
            groups.setdefault(row.why, []).append(row.item)
        return dict(sorted(groups.items(), key=lambda group: -len(group[1])))
