CREATE TABLE account (
    id            TEXT    NOT NULL PRIMARY KEY,
    domain        TEXT    NOT NULL,
    primary_key   BLOB    NOT NULL, -- SHA-256 of the key's text
    secondary_key BLOB    NOT NULL, -- the same
    created_at    INTEGER NOT NULL, -- ticks of 100 ns since 1970
    development   INTEGER NOT NULL  -- 0 or 1
) STRICT;

CREATE TABLE session (
    -- The order of creation. AUTOINCREMENT: no place is used twice, or a page of a list could skip a session.
    position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account  TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    version  INTEGER NOT NULL, -- how often it was replaced
    live     INTEGER NOT NULL, -- 1 while it is starting or ready
    content  TEXT    NOT NULL, -- the engine's session, in JSON
    UNIQUE (account, region, id)
) STRICT;

CREATE INDEX session_live ON session (account, region, position) WHERE live = 1;
