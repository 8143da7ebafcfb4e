-- Service processes, of which each looks after some of the sessions.
CREATE TABLE share (
    id      INTEGER NOT NULL PRIMARY KEY,
    process BLOB    NOT NULL, -- the process that has it
    until   INTEGER NOT NULL  -- until when that process is alive, in ticks of 100 ns since 1970
) STRICT;

INSERT INTO share (id, process, until) VALUES (1, x'', 0);

ALTER TABLE account ADD COLUMN closed_at INTEGER; -- ticks; null while it can be used

DROP INDEX session_live;
ALTER TABLE session ADD COLUMN share INTEGER NOT NULL DEFAULT 1;
-- 0 starting, 1 ready, 2 ended with its server not taken back yet, 3 ended.
ALTER TABLE session ADD COLUMN phase INTEGER NOT NULL DEFAULT 3;
-- When it changes by itself, in ticks; null while that is not known. Filled in by the program.
ALTER TABLE session ADD COLUMN deadline INTEGER;
UPDATE session SET phase = 0 WHERE live = 1;
ALTER TABLE session DROP COLUMN live;

CREATE INDEX session_live ON session (account, region, position) WHERE phase < 2;
CREATE INDEX session_share ON session (share, phase, position) WHERE phase < 3;
CREATE INDEX session_deadline ON session (deadline) WHERE deadline IS NOT NULL;
