"""FlaskBB: `driver` is ours; `settings` and `load` run in FlaskBB's own environment."""
