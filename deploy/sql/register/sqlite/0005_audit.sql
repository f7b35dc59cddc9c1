-- The register's audit log (감사 기록): a hash chain that only grows. The key on the number makes two writers at once fork nothing.
CREATE TABLE audit_entry
(
    number INTEGER PRIMARY KEY,
    -- Exactly these bytes are hashed.
    text TEXT NOT NULL,
    hash TEXT NOT NULL,
    -- What is recorded at most once, however often a crash repeats it.
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
