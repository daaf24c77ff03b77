-- The journey of each pod: the one that is under way, or that ended last.
CREATE TABLE journeys (
  pod     TEXT    NOT NULL PRIMARY KEY,
  number  INTEGER NOT NULL,
  content TEXT    NOT NULL,
  began   INTEGER NOT NULL,
  ended   INTEGER
);

-- What became last of each stage of it on each node, and when that was done last, on this journey or one before.
CREATE TABLE journey_marks (
  pod     TEXT    NOT NULL,
  node    TEXT    NOT NULL,
  stage   TEXT    NOT NULL,
  journey INTEGER NOT NULL,
  outcome TEXT    NOT NULL,
  time    INTEGER NOT NULL,
  cause   TEXT    NOT NULL,
  done    INTEGER,
  PRIMARY KEY (pod, node, stage)
);
