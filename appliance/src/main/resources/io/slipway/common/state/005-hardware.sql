-- What a machine said of itself last, by the card that it boots from.
CREATE TABLE hardware (
  card   TEXT    NOT NULL PRIMARY KEY,
  time   INTEGER NOT NULL,
  report TEXT    NOT NULL
);
