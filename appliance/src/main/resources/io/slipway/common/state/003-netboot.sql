-- Who has which address, or had it, or must not have it.
CREATE TABLE leases (
  address TEXT    NOT NULL PRIMARY KEY,
  client  TEXT    NOT NULL,
  expires INTEGER NOT NULL
);

-- What became of a node, in the order in which it happened.
CREATE TABLE node_events (
  id    INTEGER PRIMARY KEY,
  node  TEXT    NOT NULL,
  time  INTEGER NOT NULL,
  state TEXT    NOT NULL,
  cause TEXT    NOT NULL
);

CREATE INDEX node_events_by_node ON node_events (node, id);

-- What a node was answered last, and why.
CREATE TABLE node_answers (
  node   TEXT    NOT NULL PRIMARY KEY,
  time   INTEGER NOT NULL,
  answer TEXT    NOT NULL,
  reason TEXT    NOT NULL
);
