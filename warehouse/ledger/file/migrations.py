"""The tables of the ledger, as forward migrations: the nth takes version n-1 to n.

An entry that has been released is never edited; what changes is a further entry. Instants are text,
ISO 8601 UTC of fixed width with microseconds and Z, so that the order of the text is the order of time.
"""

from __future__ import annotations

# What was handed in, asked and decided. A database that is changed by hand all the same no longer agrees with what the
# manifest of each snapshot says of it.
_ONLY_ADDED_TO_4 = (
    "submission", "receipt", "decision", "question", "answer", "reinstatement", "waiver", "waived_release", "snapshot",
    "publication",
)  # fmt: skip
_ONLY_ADDED_TO_5 = ("waiver_author", "waiver_end")
_ONLY_ADDED_TO_7 = ("notification", "notification_end")
_ONLY_ADDED_TO_8 = ("edition", "edition_figure", "edition_signature")
ONLY_ADDED = (*_ONLY_ADDED_TO_4, *_ONLY_ADDED_TO_5, *_ONLY_ADDED_TO_7, *_ONLY_ADDED_TO_8)


def _only_added(*tables: str) -> tuple[str, ...]:
    """The triggers that refuse to change or delete an entry of a table."""
    return tuple(
        f"CREATE TRIGGER {table}_is_not_{done} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: 只增不改 rows are only added'); END"
        for table in tables
        for verb, done in (("UPDATE", "changed"), ("DELETE", "deleted"))
    )


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE submission (
            submission_id TEXT NOT NULL PRIMARY KEY,   -- first 16 hex digits of sha256, or more where another has them
            sha256        TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
            sequence      INTEGER NOT NULL UNIQUE CHECK (sequence > 0),
            department_id TEXT NOT NULL,
            file_name     TEXT NOT NULL,
            size_bytes    INTEGER NOT NULL CHECK (size_bytes >= 0),
            received_at   TEXT NOT NULL CHECK (length(received_at) = 27),
            received_by   TEXT NOT NULL,
            recorded_at   TEXT NOT NULL CHECK (length(recorded_at) = 27),
            back_loaded   INTEGER NOT NULL CHECK (back_loaded IN (0, 1)),
            is_sample     INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
            stated_cells  TEXT NOT NULL                -- JSON list of "Sheet!A1"
        ) STRICT
        """,
        # taken_from: which file of the inbox (path, inode, times, sum) this receipt is for. A run killed
        # after the entry and before the file left the inbox meets it again: that is no second hand-in.
        """
        CREATE TABLE receipt (
            receipt_id    INTEGER PRIMARY KEY AUTOINCREMENT,
            submission_id TEXT NOT NULL REFERENCES submission,
            department_id TEXT NOT NULL,
            file_name     TEXT NOT NULL,
            received_at   TEXT NOT NULL CHECK (length(received_at) = 27),
            received_by   TEXT NOT NULL,
            recorded_at   TEXT NOT NULL CHECK (length(recorded_at) = 27),
            duplicate     INTEGER NOT NULL CHECK (duplicate IN (0, 1)),
            taken_from    TEXT UNIQUE
        ) STRICT
        """,
        """
        CREATE TABLE reading (
            submission_id   TEXT NOT NULL REFERENCES submission,
            reader_version  TEXT NOT NULL,
            form_id         TEXT,
            period          TEXT,
            part            TEXT NOT NULL,
            content_sha256  TEXT NOT NULL,
            n_observations  INTEGER NOT NULL,
            n_register_rows INTEGER NOT NULL,
            n_findings      INTEGER NOT NULL,
            read_at         TEXT NOT NULL CHECK (length(read_at) = 27),
            PRIMARY KEY (submission_id, reader_version)
        ) STRICT
        """,
        """
        CREATE TABLE decision (
            decision_id    INTEGER PRIMARY KEY AUTOINCREMENT,
            submission_id  TEXT NOT NULL,
            reader_version TEXT NOT NULL,
            kind           TEXT NOT NULL CHECK (kind IN ('accept', 'hold', 'release', 'refuse')),
            reason         TEXT NOT NULL,
            actor          TEXT NOT NULL,
            decided_at     TEXT NOT NULL CHECK (length(decided_at) = 27),
            accepted_at    TEXT CHECK (length(accepted_at) = 27),
            CHECK ((accepted_at IS NOT NULL) = (kind IN ('accept', 'release'))),
            FOREIGN KEY (submission_id, reader_version) REFERENCES reading
        ) STRICT
        """,
        "CREATE INDEX decision_of_submission ON decision (submission_id, decision_id)",
        # The decision that a submission stands on: a refusal, which ends it, or else the last one.
        """
        CREATE VIEW standing_decision AS
        SELECT d.* FROM decision d
        WHERE d.decision_id = COALESCE(
            (SELECT MIN(x.decision_id) FROM decision x
             WHERE x.submission_id = d.submission_id AND x.kind = 'refuse'),
            (SELECT MAX(x.decision_id) FROM decision x WHERE x.submission_id = d.submission_id))
        """,
        # Submissions whose last decision, a refusal aside, accepts them. Accepted again after a re-reading,
        # one keeps the instant of its first acceptance since it was last held: readers have known it since.
        # known_from: from when readers really could (an accepted_at may be dated back); ended_at: refused.
        """
        CREATE VIEW acceptance AS
        SELECT last.submission_id, last.reader_version, MIN(a.accepted_at) AS accepted_at,
               MIN(a.decided_at) AS known_from, ended.decided_at AS ended_at
        FROM decision last
        JOIN decision a ON a.submission_id = last.submission_id AND a.kind IN ('accept', 'release')
            AND a.decision_id > COALESCE(
                (SELECT MAX(x.decision_id) FROM decision x
                 WHERE x.submission_id = last.submission_id AND x.kind = 'hold'), 0)
        LEFT JOIN decision ended ON ended.submission_id = last.submission_id AND ended.kind = 'refuse'
        WHERE last.kind IN ('accept', 'release')
          AND last.decision_id = (SELECT MAX(x.decision_id) FROM decision x
                                  WHERE x.submission_id = last.submission_id AND x.kind <> 'refuse')
        GROUP BY last.decision_id
        """,
        "CREATE TABLE inbox_finding (path TEXT NOT NULL, finding TEXT NOT NULL) STRICT",
        """
        CREATE TABLE snapshot (
            snapshot_id    TEXT NOT NULL PRIMARY KEY,
            build_id       TEXT NOT NULL,
            built_at       TEXT NOT NULL CHECK (length(built_at) = 27),
            received_until TEXT CHECK (length(received_until) = 27)   -- NULL: built of no submission
        ) STRICT
        """,
        """
        CREATE TABLE publication (
            publication_id INTEGER PRIMARY KEY AUTOINCREMENT,
            snapshot_id    TEXT NOT NULL REFERENCES snapshot,
            kind           TEXT NOT NULL CHECK (kind IN ('publish', 'rollback', 'resume')),
            actor          TEXT NOT NULL,
            reason         TEXT NOT NULL,
            moved_at       TEXT NOT NULL CHECK (length(moved_at) = 27),
            pinned         INTEGER NOT NULL CHECK (pinned IN (0, 1))
        ) STRICT
        """,
    ),
    (
        # Why what is handed in differs from what was said before. Of the hand-in, not of the file: the same
        # bytes handed in again may say what was left unsaid.
        "ALTER TABLE receipt ADD COLUMN revision_reason TEXT NOT NULL DEFAULT '_U'",
    ),
    (
        # What a department was asked, or what holds its figures, in the words in which it was found: a finding of
        # gate 2 stands in no landing, and is gone from the next snapshot once its figures are corrected.
        """
        CREATE TABLE question (
            submission_id  TEXT NOT NULL REFERENCES submission,
            reader_version TEXT NOT NULL,
            finding_id     TEXT NOT NULL,
            gate           TEXT NOT NULL CHECK (gate IN ('gate_1', 'gate_2')),
            asked_at       TEXT NOT NULL CHECK (length(asked_at) = 27),
            places         INTEGER NOT NULL CHECK (places > 0),   -- how many cells it was found in
            finding        TEXT NOT NULL,                         -- JSON
            PRIMARY KEY (submission_id, reader_version, finding_id)
        ) STRICT
        """,
        # What a person decided on what the department said. The last one counts; accepted, it is the last.
        """
        CREATE TABLE answer (
            answer_id     INTEGER PRIMARY KEY AUTOINCREMENT,
            submission_id TEXT NOT NULL REFERENCES submission,
            finding_id    TEXT NOT NULL,
            state         TEXT NOT NULL CHECK (state IN ('accepted', 'rejected')),
            reason        TEXT NOT NULL CHECK (length(trim(reason)) > 0),
            actor         TEXT NOT NULL CHECK (length(trim(actor)) > 0),
            answered_at   TEXT NOT NULL CHECK (length(answered_at) = 27)
        ) STRICT
        """,
        # A submission stands again: after a refusal, or in its slot after something worse came later.
        # after_decision_id: its last decision by then, 0 for none; a refusal up to there is annulled.
        """
        CREATE TABLE reinstatement (
            reinstatement_id   INTEGER PRIMARY KEY AUTOINCREMENT,
            submission_id      TEXT NOT NULL REFERENCES submission,
            after_decision_id  INTEGER NOT NULL,
            over_submission_id TEXT REFERENCES submission,   -- what spoke for the slot until then; NULL: nothing
            reason             TEXT NOT NULL,
            actor              TEXT NOT NULL,
            reinstated_at      TEXT NOT NULL CHECK (length(reinstated_at) = 27)
        ) STRICT
        """,
        "CREATE INDEX reinstatement_of_submission ON reinstatement (submission_id, reinstated_at)",
        # What has been told to people in a notice, so that each thing is told once.
        "CREATE TABLE told (about TEXT NOT NULL PRIMARY KEY, told_at TEXT NOT NULL CHECK (length(told_at) = 27)) STRICT",
        "DROP VIEW standing_decision",
        "DROP VIEW acceptance",
        # The refusals that end their submission: those that nothing has annulled.
        """
        CREATE VIEW ending AS
        SELECT x.* FROM decision x
        WHERE x.kind = 'refuse' AND NOT EXISTS (
            SELECT 1 FROM reinstatement r
            WHERE r.submission_id = x.submission_id AND r.after_decision_id >= x.decision_id)
        """,
        # The decision that a submission stands on: a refusal, which ends it, or else the last that is none.
        """
        CREATE VIEW standing_decision AS
        SELECT d.* FROM decision d
        WHERE d.decision_id = COALESCE(
            (SELECT MIN(x.decision_id) FROM ending x WHERE x.submission_id = d.submission_id),
            (SELECT MAX(x.decision_id) FROM decision x
             WHERE x.submission_id = d.submission_id AND x.kind <> 'refuse'))
        """,
        # As before, ended only by a refusal that nothing has annulled.
        """
        CREATE VIEW acceptance AS
        SELECT last.submission_id, last.reader_version, MIN(a.accepted_at) AS accepted_at,
               MIN(a.decided_at) AS known_from,
               (SELECT MIN(x.decided_at) FROM ending x WHERE x.submission_id = last.submission_id) AS ended_at
        FROM decision last
        JOIN decision a ON a.submission_id = last.submission_id AND a.kind IN ('accept', 'release')
            AND a.decision_id > COALESCE(
                (SELECT MAX(x.decision_id) FROM decision x
                 WHERE x.submission_id = last.submission_id AND x.kind = 'hold'), 0)
        WHERE last.kind IN ('accept', 'release')
          AND last.decision_id = (SELECT MAX(x.decision_id) FROM decision x
                                  WHERE x.submission_id = last.submission_id AND x.kind <> 'refuse')
        GROUP BY last.decision_id
        """,
    ),
    (
        # What a person lets pass for a time: findings of this scope neither hold nor ask up to the end of `until`.
        """
        CREATE TABLE waiver (
            waiver_id     INTEGER PRIMARY KEY AUTOINCREMENT,
            rule          TEXT NOT NULL,   -- '' in each of the scope's columns: any
            department_id TEXT NOT NULL,
            form_id       TEXT NOT NULL,
            period        TEXT NOT NULL,
            series_id     TEXT NOT NULL,
            until         TEXT NOT NULL CHECK (length(until) = 10),
            reason        TEXT NOT NULL CHECK (length(trim(reason)) >= 8),
            actor         TEXT NOT NULL CHECK (length(trim(actor)) > 0),
            entered_at    TEXT NOT NULL CHECK (length(entered_at) = 27),
            CHECK (rule || department_id || form_id || period || series_id <> '')
        ) STRICT
        """,
        # The releases that are by a waiver, and end with it.
        """
        CREATE TABLE waived_release (
            decision_id INTEGER NOT NULL PRIMARY KEY REFERENCES decision,
            waiver_id   INTEGER NOT NULL REFERENCES waiver
        ) STRICT
        """,
        "DROP VIEW acceptance",
        # A row for each time that a submission was let in: from its first acceptance since it was last held to the
        # hold that followed, which is the end of what let it in (held_at), or to a refusal that nothing has annulled.
        """
        CREATE VIEW acceptance AS
        SELECT last.submission_id, last.decision_id, last.reader_version, MIN(a.accepted_at) AS accepted_at,
               MIN(a.decided_at) AS known_from,
               (SELECT MIN(x.decided_at) FROM ending x WHERE x.submission_id = last.submission_id) AS ended_at,
               (SELECT x.decided_at FROM decision x
                WHERE x.submission_id = last.submission_id AND x.kind <> 'refuse' AND x.decision_id > last.decision_id
                ORDER BY x.decision_id LIMIT 1) AS held_at
        FROM decision last
        JOIN decision a ON a.submission_id = last.submission_id AND a.kind IN ('accept', 'release')
            AND a.decision_id <= last.decision_id
            AND a.decision_id > COALESCE(
                (SELECT MAX(x.decision_id) FROM decision x
                 WHERE x.submission_id = last.submission_id AND x.kind = 'hold'
                   AND x.decision_id < last.decision_id), 0)
        WHERE last.kind IN ('accept', 'release')
          AND COALESCE(
              (SELECT x.kind FROM decision x
               WHERE x.submission_id = last.submission_id AND x.kind <> 'refuse' AND x.decision_id > last.decision_id
               ORDER BY x.decision_id LIMIT 1), 'hold') = 'hold'
        GROUP BY last.decision_id
        """,
        *_only_added(*_ONLY_ADDED_TO_4),
    ),
    (
        # Who proposed a waiver that somebody else approved, where it may let figures in. In a table of its own: the heads
        # that manifests have sealed are sums over the columns of before.
        """
        CREATE TABLE waiver_author (
            waiver_id INTEGER NOT NULL PRIMARY KEY REFERENCES waiver,
            author    TEXT NOT NULL CHECK (length(trim(author)) > 0)
        ) STRICT
        """,
        # A waiver that is over before its last day: from the day of its end on it is in force no more.
        """
        CREATE TABLE waiver_end (
            waiver_id INTEGER NOT NULL PRIMARY KEY REFERENCES waiver,
            reason    TEXT NOT NULL CHECK (length(trim(reason)) >= 8),
            actor     TEXT NOT NULL CHECK (length(trim(actor)) > 0),
            ended_at  TEXT NOT NULL CHECK (length(ended_at) = 27)
        ) STRICT
        """,
        *_only_added(*_ONLY_ADDED_TO_5),
    ),
    (
        # What was handed back of a submission, in which state of it. A copy that comes back as it went out is no submission.
        """
        CREATE TABLE handed_back (
            submission_id  TEXT NOT NULL REFERENCES submission,
            made_of        TEXT NOT NULL,   -- the state of the submission: when that changes, it is made again
            copy_name      TEXT NOT NULL,   -- of the marked workbook; '' where there is none
            copy_sha256    TEXT NOT NULL,
            handed_back_at TEXT NOT NULL CHECK (length(handed_back_at) = 27),
            PRIMARY KEY (submission_id, made_of)
        ) STRICT
        """,
        "CREATE INDEX handed_back_copy ON handed_back (copy_sha256)",
        # What a department wrote beside a finding in the workbook of a submission, which may be about an earlier one.
        """
        CREATE TABLE explanation (
            submission_id TEXT NOT NULL REFERENCES submission,
            finding_id    TEXT NOT NULL,
            kind          TEXT NOT NULL,
            words         TEXT NOT NULL,
            sheet         TEXT NOT NULL,
            cell          TEXT NOT NULL,
            said_at       TEXT NOT NULL CHECK (length(said_at) = 27),
            PRIMARY KEY (submission_id, finding_id)
        ) STRICT
        """,
        # The last day on which an accepted explanation will do; without a row it does for good.
        """
        CREATE TABLE answer_until (
            answer_id INTEGER NOT NULL PRIMARY KEY REFERENCES answer,
            until     TEXT NOT NULL CHECK (length(until) = 10)
        ) STRICT
        """,
        *(
            f"CREATE TRIGGER {table}_is_not_{done} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table}: 只增不改 rows are only added'); END"
            for table in ("handed_back", "explanation", "answer_until")
            for verb, done in (("UPDATE", "changed"), ("DELETE", "deleted"))
        ),
    ),
    (
        # A message to a department: entered before the command that sends it is run, with what it tells newly (JSON).
        """
        CREATE TABLE notification (
            notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
            department_id   TEXT NOT NULL,
            day             TEXT NOT NULL CHECK (length(day) = 10),
            about           TEXT NOT NULL,
            begun_at        TEXT NOT NULL CHECK (length(begun_at) = 27)
        ) STRICT
        """,
        # How that ended. Without a row: killed on the way, and nobody knows whether it was sent.
        """
        CREATE TABLE notification_end (
            notification_id INTEGER NOT NULL PRIMARY KEY REFERENCES notification,
            outcome         TEXT NOT NULL CHECK (outcome IN ('sent', 'failed', 'unknown')),
            problem         TEXT NOT NULL,
            ended_at        TEXT NOT NULL CHECK (length(ended_at) = 27)
        ) STRICT
        """,
        *_only_added(*_ONLY_ADDED_TO_7),
    ),
    (
        # What a meeting was shown: an edition, each of its figures as it was said, and who has signed it off.
        """
        CREATE TABLE edition (
            edition_id  INTEGER PRIMARY KEY AUTOINCREMENT,
            name        TEXT NOT NULL CHECK (length(trim(name)) > 0),
            period      TEXT NOT NULL,
            snapshot_id TEXT NOT NULL REFERENCES snapshot,
            actor       TEXT NOT NULL CHECK (length(trim(actor)) > 0),
            frozen_at   TEXT NOT NULL CHECK (length(frozen_at) = 27)
        ) STRICT
        """,
        # row_key: of bi.headline, the line and the period that was shown, which need not be the edition's.
        """
        CREATE TABLE edition_figure (
            figure_id      INTEGER PRIMARY KEY AUTOINCREMENT,
            edition_id     INTEGER NOT NULL REFERENCES edition,
            row_key        TEXT NOT NULL,
            line_zh        TEXT NOT NULL,
            period_zh      TEXT NOT NULL,
            what           TEXT NOT NULL,
            shown          TEXT NOT NULL,
            is_synthetic   INTEGER NOT NULL CHECK (is_synthetic IN (0, 1)),
            observation_id TEXT NOT NULL,   -- of the cell that says it; '' of a figure that is computed
            UNIQUE (edition_id, row_key, what)
        ) STRICT
        """,
        """
        CREATE TABLE edition_signature (
            edition_id INTEGER NOT NULL PRIMARY KEY REFERENCES edition,
            actor      TEXT NOT NULL CHECK (length(trim(actor)) > 0),
            signed_at  TEXT NOT NULL CHECK (length(signed_at) = 27)
        ) STRICT
        """,
        *_only_added(*_ONLY_ADDED_TO_8),
    ),
)
