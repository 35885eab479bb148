"""Answers SQL from files of DuckDB, which it closes after each question: others write to them in between.

A line of stdin is a question, in JSON: path, schema, statements, and whether these change anything. A line of stdout is
its answers: of each statement the values of its one column, none of one that changes, or an error.
"""

import json
import sys

import duckdb


def answer(database: duckdb.DuckDBPyConnection, sql: str, changes: bool) -> dict:
    """Run one statement."""
    try:
        done = database.execute(sql)
        return {"values": [] if changes else [value for (value,) in done.fetchall()]}
    except duckdb.Error as error:
        return {"error": str(error)}


for line in sys.stdin:
    asked = json.loads(line)
    changes = asked["changes"]
    with duckdb.connect(asked["path"], read_only=not changes) as database:
        # With more it (1.2.2) loses rows of a view of UNION ALL, and only when they are fetched: count(*) is right. DuckDB
        # 2.0.1 does not.
        database.execute("SET threads = 1")
        database.execute(f"SET search_path = '{asked['schema']}'")
        print(json.dumps([answer(database, sql, changes) for sql in asked["statements"]]), flush=True)
