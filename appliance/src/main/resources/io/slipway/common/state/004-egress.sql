-- Which names outside the pod its machines asked for.
CREATE TABLE egress (
  name      TEXT    NOT NULL,
  client    TEXT    NOT NULL,
  count     INTEGER NOT NULL,
  first     INTEGER NOT NULL,
  last      INTEGER NOT NULL,
  forwarded INTEGER NOT NULL,
  PRIMARY KEY (name, client)
);

CREATE INDEX egress_by_time ON egress (last);
