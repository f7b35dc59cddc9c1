-- The register's audit log (감사 기록): an append-only hash chain. The key on the number prevents concurrent writers from forking the chain.
CREATE TABLE audit_entry
(
    number INTEGER PRIMARY KEY,
    -- The exact bytes that are hashed.
    text TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- Unique for entries that must be recorded at most once, even if a crash repeats them.
    once TEXT UNIQUE
);

CREATE TRIGGER audit_entry_is_never_changed BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'The audit log only grows.');
END;

CREATE TRIGGER audit_entry_is_never_removed BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'The audit log only grows.');
END;
