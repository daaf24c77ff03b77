-- Tokens that open a node's answer files, and tickets with which it reports: by their digest, so that whoever reads this has none.
CREATE TABLE install_tokens (
  digest  TEXT    NOT NULL PRIMARY KEY,
  purpose TEXT    NOT NULL,
  node    TEXT    NOT NULL,
  boot    TEXT    NOT NULL,
  address TEXT    NOT NULL,
  issued  INTEGER NOT NULL,
  expires INTEGER NOT NULL
);

CREATE INDEX install_tokens_by_node ON install_tokens (node);

-- What each of them was used for: no thing twice.
CREATE TABLE install_uses (
  digest TEXT NOT NULL REFERENCES install_tokens (digest) ON DELETE CASCADE,
  what   TEXT NOT NULL,
  PRIMARY KEY (digest, what)
);

-- The keys by which nodes are known over SSH.
CREATE TABLE host_keys (
  node   TEXT NOT NULL PRIMARY KEY,
  secret TEXT NOT NULL,
  open   TEXT NOT NULL
);

-- The end of what the installer of a node last said.
CREATE TABLE install_logs (
  node TEXT    NOT NULL PRIMARY KEY,
  time INTEGER NOT NULL,
  text TEXT    NOT NULL
);
