-- What was run, and how far it came. Times are milliseconds since 1970 in UTC.
CREATE TABLE runs (
  id            INTEGER PRIMARY KEY,
  command_line  TEXT    NOT NULL,
  process_id    BIGINT  NOT NULL,
  process_start BIGINT  NOT NULL,
  started       BIGINT  NOT NULL,
  ended         BIGINT,
  outcome       TEXT    NOT NULL
);

CREATE TABLE steps (
  run     INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  number  INTEGER NOT NULL,
  host    TEXT    NOT NULL,
  task    TEXT    NOT NULL,
  place   TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  started BIGINT  NOT NULL,
  ended   BIGINT,
  PRIMARY KEY (run, number)
);
