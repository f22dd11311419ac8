"""Cases with a state and an assignee, decisions that can be undone and appealed against, sanctions.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('new', 'in_hand')")
WAITING = sa.text("state IN ('new', 'in_hand', 'appealed')")
UNTOLD = sa.text('told IS NULL AND undone IS NULL')

TO_CASES = """
INSERT INTO cases (id, post_id, state, weight, opened, decided)
SELECT id, post_id, CASE state WHEN 'open' THEN 'new' ELSE 'decided' END,
       100 * (SELECT count(*) FROM old_flags WHERE case_id = old_cases.id), opened, closed
FROM old_cases
"""
TO_FLAGS = """
INSERT INTO flags (id, case_id, user_id, reason, note, created)
SELECT id, case_id, user_id, reason, note, created FROM old_flags
"""
TO_DECISIONS = """
INSERT INTO decisions (id, case_id, post_id, thread_id, person_id, moderator_id, act, reason, created, told)
SELECT id, case_id, post_id, thread_id,
       coalesce((SELECT author_id FROM posts WHERE posts.id = post_id),
                (SELECT author_id FROM threads WHERE threads.id = thread_id)),
       moderator_id, act, reason, created, created
FROM old_decisions
"""
FROM_CASES = """
INSERT INTO cases (id, post_id, state, opened, closed)
SELECT id, post_id, CASE WHEN state IN ('new', 'in_hand') THEN 'open' ELSE 'decided' END, opened, decided
FROM old_cases WHERE post_id IS NOT NULL
"""
FROM_FLAGS = """
INSERT INTO flags (id, case_id, user_id, reason, note, created)
SELECT id, case_id, user_id, reason, note, created FROM old_flags
WHERE user_id IS NOT NULL AND case_id IN (SELECT id FROM cases)
"""
FROM_DECISIONS = """
INSERT INTO decisions (id, case_id, post_id, thread_id, moderator_id, act, reason, created)
SELECT id, case_id, post_id, thread_id, moderator_id, act, reason, created FROM old_decisions
WHERE thread_id IS NOT NULL AND (case_id IS NULL OR case_id IN (SELECT id FROM cases))
"""
TABLES = ('decisions', 'flags', 'cases')  # what refers first


def upgrade() -> None:
    for column in ('silenced_until', 'suspended_until'):
        op.add_column('users', sa.Column(column, sa.DateTime(), nullable=True))
    op.create_index('ix_audit_rows_thing', 'audit_rows', ['thing', 'thing_id', 'id'])
    set_aside()
    make_cases()
    make_flags()
    make_decisions()
    bring_back([TO_CASES, TO_FLAGS, TO_DECISIONS])
    make_notes()
    make_appeals()


def downgrade() -> None:
    op.drop_table('appeals')
    op.drop_table('case_notes')
    op.drop_index('ix_audit_rows_thing', 'audit_rows')
    set_aside()
    make_old_tables()
    bring_back([FROM_CASES, FROM_FLAGS, FROM_DECISIONS])
    for column in ('suspended_until', 'silenced_until'):
        op.drop_column('users', column)


def set_aside() -> None:
    """Copy the tables and drop them: SQLite cannot change their conditions in place."""
    for table in TABLES:
        op.execute(f'CREATE TEMPORARY TABLE old_{table} AS SELECT * FROM {table}')
    for table in TABLES:
        op.drop_table(table)


def bring_back(statements: list[str]) -> None:
    """Fill the new tables from the copies; new rows get numbers after theirs."""
    for statement in statements:
        op.execute(statement)
    for table in TABLES:
        op.execute(f'DROP TABLE old_{table}')
        if op.get_bind().dialect.name == 'postgresql':
            op.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f' greatest(1, (SELECT max(id) FROM {table})))'
            )


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A column refers to the id of another table."""
    return sa.ForeignKeyConstraint([column], [f'{target}.id'], name=op.f(f'fk_{table}_{column}'))


def partial(name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    """An index of the rows that meet a condition."""
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def make_cases() -> None:
    """All open flags about one thing, handled as one."""
    states = "state IN ('new', 'in_hand', 'decided', 'appealed', 'closed')"
    op.create_table(
        'cases',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('place', sa.String(length=500), nullable=False, server_default=''),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('assignee_id', sa.Integer(), nullable=True),
        sa.Column('weight', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('opened', sa.DateTime(), nullable=False),
        sa.Column('decided', sa.DateTime(), nullable=True),
        sa.Column('closed', sa.DateTime(), nullable=True),
        sa.CheckConstraint(states, name=op.f('ck_cases_state')),
        sa.CheckConstraint('post_id IS NULL OR person_id IS NULL', name=op.f('ck_cases_subject')),
        key('cases', 'post_id', 'posts'),
        key('cases', 'person_id', 'users'),
        key('cases', 'assignee_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    )
    partial('uq_cases_open_post', 'cases', ['post_id'], OPEN, unique=True)
    partial('uq_cases_open_person', 'cases', ['person_id'], OPEN, unique=True)
    partial('ix_cases_waiting', 'cases', ['opened', 'id'], WAITING)
    op.create_index('ix_cases_state', 'cases', ['state', 'opened', 'id'])
    op.create_index('ix_cases_decided', 'cases', ['decided', 'id'])
    for column in ('post_id', 'person_id', 'assignee_id'):
        op.create_index(f'ix_cases_{column}', 'cases', [column])


def make_flags() -> None:
    """One call for moderation."""
    op.create_table(
        'flags',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('source', sa.String(length=10), nullable=False, server_default='person'),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('note', sa.String(length=2000), nullable=False, server_default=''),
        sa.Column('weight', sa.Integer(), nullable=False, server_default='100'),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.CheckConstraint("source IN ('person', 'notice', 'automatic')", name=op.f('ck_flags_source')),
        sa.CheckConstraint("(user_id IS NOT NULL) OR source <> 'person'", name=op.f('ck_flags_who')),
        key('flags', 'case_id', 'cases'),
        key('flags', 'user_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_flags')),
        sa.UniqueConstraint('case_id', 'user_id', name=op.f('uq_flags_case_id_user_id')),
    )
    op.create_index(op.f('ix_flags_case_id'), 'flags', ['case_id'])
    op.create_index(op.f('ix_flags_user_id'), 'flags', ['user_id'])


def make_decisions() -> None:
    """What was done, why, and what it takes to undo it."""
    subject = 'thread_id IS NOT NULL OR person_id IS NOT NULL OR case_id IS NOT NULL'
    op.create_table(
        'decisions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('thread_id', sa.Integer(), nullable=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('moderator_id', sa.Integer(), nullable=True),
        sa.Column('act', sa.String(length=20), nullable=False),
        sa.Column('ground', sa.String(length=10), nullable=False, server_default='rules'),
        sa.Column('rule', sa.String(length=200), nullable=False, server_default=''),
        sa.Column('reason', sa.String(length=2000), nullable=False),
        sa.Column('automated', sa.Boolean(), nullable=False, server_default=sa.text('false')),
        sa.Column('until', sa.DateTime(), nullable=True),
        sa.Column('before', sa.JSON(), nullable=False, server_default='{}'),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('told', sa.DateTime(), nullable=True),
        sa.Column('undone', sa.DateTime(), nullable=True),
        sa.Column('undone_by_id', sa.Integer(), nullable=True),
        sa.CheckConstraint("ground IN ('rules', 'law')", name=op.f('ck_decisions_ground')),
        sa.CheckConstraint(subject, name=op.f('ck_decisions_subject')),
        key('decisions', 'case_id', 'cases'),
        key('decisions', 'post_id', 'posts'),
        key('decisions', 'thread_id', 'threads'),
        key('decisions', 'person_id', 'users'),
        key('decisions', 'moderator_id', 'users'),
        key('decisions', 'undone_by_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    )
    partial('ix_decisions_untold', 'decisions', ['created', 'id'], UNTOLD)
    op.create_index('ix_decisions_person_id', 'decisions', ['person_id', 'id'])
    op.create_index('ix_decisions_created', 'decisions', ['created', 'id'])
    for column in ('case_id', 'post_id', 'thread_id'):
        op.create_index(op.f(f'ix_decisions_{column}'), 'decisions', [column])


def make_notes() -> None:
    """What moderators tell one another in a case."""
    op.create_table(
        'case_notes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(length=4000), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        key('case_notes', 'case_id', 'cases'),
        key('case_notes', 'author_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_notes')),
    )
    op.create_index(op.f('ix_case_notes_case_id'), 'case_notes', ['case_id'])


def make_appeals() -> None:
    """Somebody else looks at a decision again."""
    op.create_table(
        'appeals',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('decision_id', sa.Integer(), nullable=False),
        sa.Column('appellant_id', sa.Integer(), nullable=True),
        sa.Column('text', sa.String(length=4000), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        sa.Column('outcome', sa.String(length=10), nullable=True),
        sa.Column('reasons', sa.String(length=2000), nullable=False),
        sa.Column('heard_by_id', sa.Integer(), nullable=True),
        sa.Column('heard', sa.DateTime(), nullable=True),
        sa.CheckConstraint("outcome IN ('upheld', 'reversed')", name=op.f('ck_appeals_outcome')),
        key('appeals', 'decision_id', 'decisions'),
        key('appeals', 'appellant_id', 'users'),
        key('appeals', 'heard_by_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_appeals')),
        sa.UniqueConstraint('decision_id', 'appellant_id', name=op.f('uq_appeals_decision_id_appellant_id')),
    )
    partial('ix_appeals_waiting', 'appeals', ['created', 'id'], sa.text('outcome IS NULL'))
    op.create_index(op.f('ix_appeals_appellant_id'), 'appeals', ['appellant_id'])


def make_old_tables() -> None:
    """The three tables as they were before."""
    op.create_table(
        'cases',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('post_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('opened', sa.DateTime(), nullable=False),
        sa.Column('closed', sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'decided', 'dismissed')", name=op.f('ck_cases_state')),
        key('cases', 'post_id', 'posts'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    )
    op.create_index('ix_cases_state', 'cases', ['state', 'opened', 'id'])
    partial('ix_cases_closed', 'cases', ['closed', 'id'], sa.text('closed IS NOT NULL'))
    partial('uq_cases_open_post', 'cases', ['post_id'], sa.text("state = 'open'"), unique=True)
    op.create_table(
        'flags',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('note', sa.String(length=2000), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        key('flags', 'case_id', 'cases'),
        key('flags', 'user_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_flags')),
        sa.UniqueConstraint('case_id', 'user_id', name=op.f('uq_flags_case_id_user_id')),
    )
    op.create_index(op.f('ix_flags_user_id'), 'flags', ['user_id'])
    op.create_table(
        'decisions',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_id', sa.Integer(), nullable=True),
        sa.Column('post_id', sa.Integer(), nullable=True),
        sa.Column('thread_id', sa.Integer(), nullable=False),
        sa.Column('moderator_id', sa.Integer(), nullable=True),
        sa.Column('act', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=2000), nullable=False),
        sa.Column('created', sa.DateTime(), nullable=False),
        key('decisions', 'case_id', 'cases'),
        key('decisions', 'post_id', 'posts'),
        key('decisions', 'thread_id', 'threads'),
        key('decisions', 'moderator_id', 'users'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    )
    for column in ('case_id', 'post_id', 'thread_id'):
        op.create_index(op.f(f'ix_decisions_{column}'), 'decisions', [column])
