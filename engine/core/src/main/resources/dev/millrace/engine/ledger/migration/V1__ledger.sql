-- One ledger per project and target. Times are ISO-8601 texts in UTC, structured values JSON.
-- Only types and statements that SQLite and PostgreSQL share; ${identity} is filled in per database.

CREATE TABLE ledger (
  id         TEXT PRIMARY KEY,
  project    TEXT NOT NULL,
  target     TEXT NOT NULL,
  epoch      BIGINT NOT NULL,
  created_at TEXT NOT NULL
);

-- What a model's job is, through all its renames, jobs and savepoints.
CREATE TABLE deployment (
  deployment      TEXT PRIMARY KEY,
  model           TEXT NOT NULL UNIQUE,
  relation        TEXT NOT NULL,
  job_name        TEXT NOT NULL,
  wanted          TEXT NOT NULL,
  spec            BIGINT,
  attempt         INTEGER,
  max_parallelism INTEGER,
  deployed_at     TEXT,
  created_at      TEXT NOT NULL
);

-- Everything needed to start a job; never changed.
CREATE TABLE spec (
  spec              ${identity},
  deployment        TEXT NOT NULL REFERENCES deployment (deployment),
  query_fingerprint TEXT NOT NULL,
  sql               TEXT NOT NULL,
  plan              TEXT NOT NULL,
  details           TEXT NOT NULL,
  flink_version     TEXT,
  git_commit        TEXT,
  actor             TEXT NOT NULL,
  created_at        TEXT NOT NULL
);

-- One submission. The job id follows from ledger, deployment and number.
CREATE TABLE attempt (
  deployment     TEXT NOT NULL REFERENCES deployment (deployment),
  number         INTEGER NOT NULL,
  spec           BIGINT NOT NULL REFERENCES spec (spec),
  job            TEXT NOT NULL,
  restore_path   TEXT,
  checkpoint     TEXT,
  had_checkpoint INTEGER NOT NULL,
  state          TEXT NOT NULL,
  started_at     TEXT NOT NULL,
  PRIMARY KEY (deployment, number)
);

CREATE TABLE savepoint (
  path       TEXT PRIMARY KEY,
  deployment TEXT NOT NULL REFERENCES deployment (deployment),
  attempt    INTEGER NOT NULL,
  origin     TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  taken_at   TEXT NOT NULL
);

-- The broker's own id of each topic a deployment uses: a topic made anew under the same name is
-- another one, and positions in a savepoint would be wrong for it.
CREATE TABLE topic (
  deployment TEXT NOT NULL REFERENCES deployment (deployment),
  name       TEXT NOT NULL,
  topic_id   TEXT NOT NULL,
  PRIMARY KEY (deployment, name)
);

-- One run of the state machine for one deployment.
CREATE TABLE operation (
  operation         TEXT PRIMARY KEY,
  deployment        TEXT NOT NULL REFERENCES deployment (deployment),
  kind              TEXT NOT NULL,
  state             TEXT NOT NULL,
  plan_hash         TEXT,
  spec              BIGINT,
  from_attempt      INTEGER,
  to_attempt        INTEGER,
  rollback_attempt  INTEGER,
  restore_path      TEXT,
  savepoint_path    TEXT,
  drop_unclaimed    INTEGER NOT NULL,
  cause             TEXT,
  ways_out          TEXT NOT NULL,
  actor             TEXT NOT NULL,
  pid               BIGINT NOT NULL,
  started_at        TEXT NOT NULL,
  stop_requested_at TEXT,
  running_at        TEXT,
  ended_at          TEXT
);

CREATE INDEX operation_by_deployment ON operation (deployment, started_at);

-- Append-only: one row before and one after every step.
CREATE TABLE journal (
  entry      ${identity},
  operation  TEXT NOT NULL,
  deployment TEXT NOT NULL,
  state      TEXT NOT NULL,
  moment     TEXT NOT NULL,
  step       TEXT NOT NULL,
  detail     TEXT NOT NULL,
  actor      TEXT NOT NULL,
  pid        BIGINT NOT NULL,
  at         TEXT NOT NULL
);

CREATE TABLE deploy_lock (
  deployment  TEXT PRIMARY KEY,
  lock_id     TEXT NOT NULL,
  epoch       BIGINT NOT NULL,
  owner       TEXT NOT NULL,
  host        TEXT NOT NULL,
  pid         BIGINT NOT NULL,
  operation   TEXT NOT NULL,
  acquired_at TEXT NOT NULL,
  beat_at     TEXT NOT NULL
);
