"""Reminders in the database: what is due is found by its index, however much lies ahead."""

from datetime import UTC, datetime

from sqlalchemy import event, text

from storage.database import Database
from storage.store import Store

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


def test_a_look_at_what_is_due_is_one_at_the_partial_index(database: Database) -> None:
    def unit(store: Store) -> list[str]:
        connection, plan = store.session.connection(), list[str]()

        def note(
            _connection: object, _cursor: object, sql: str, values: object, *_: object
        ) -> None:
            asked.append((sql, values))

        asked: list[tuple[str, object]] = []
        if not database.is_sqlite:
            for way in ("seqscan", "bitmapscan", "sort"):  # quicker, as the table is empty
                connection.execute(text(f"SET LOCAL enable_{way} = off"))
        event.listen(connection, "before_cursor_execute", note)
        store.reminders.due(now=NOW, limit=200)
        event.remove(connection, "before_cursor_execute", note)
        ((sql, values),) = asked
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        for row in connection.exec_driver_sql(f"{explain} {sql}", values):  # type: ignore[arg-type]  # as it was asked
            plan.append(str(row[-1]))
        return plan

    plan = database.run_now(unit)

    assert "ix_reminders_due" in "\n".join(plan)
    assert not any(step.startswith("SCAN reminders") or "Sort" in step for step in plan), plan
