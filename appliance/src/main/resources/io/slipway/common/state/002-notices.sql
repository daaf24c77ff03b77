-- What a run was about, so that the next about the same can make up for it when it was cut short.
ALTER TABLE runs ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN followed INTEGER NOT NULL DEFAULT 0;

-- Handlers that were notified on a host, by which task, and have not run.
CREATE TABLE notices (
  run           INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  host          TEXT    NOT NULL,
  handler       TEXT    NOT NULL,
  handler_place TEXT    NOT NULL,
  task          TEXT    NOT NULL,
  task_place    TEXT    NOT NULL,
  PRIMARY KEY (run, host, handler, handler_place, task, task_place)
);
