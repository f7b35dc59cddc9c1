-- Orleans grain state. The primary key makes a first write exact (docs/adr/0002). Every write returns one row, whose version is null if another
-- write was first, because Orleans treats an empty result as success. There is no BEGIN … COMMIT: each statement commits itself, so that a failed
-- statement leaves no open transaction on a pooled connection.
CREATE TABLE OrleansQuery
(
    QueryKey TEXT PRIMARY KEY,
    QueryText TEXT NOT NULL
);

CREATE TABLE grain_state
(
    service_id TEXT NOT NULL,
    grain_type TEXT NOT NULL,
    key_n0 INTEGER NOT NULL,
    key_n1 INTEGER NOT NULL,
    key_text TEXT NOT NULL,
    payload BLOB,
    modified_at TEXT NOT NULL,
    version INTEGER NOT NULL,

    PRIMARY KEY (service_id, grain_type, key_text, key_n0, key_n1)
) WITHOUT ROWID;

INSERT INTO OrleansQuery VALUES
('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version
FROM grain_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1;
'),
('WriteToStorageKey', '
INSERT INTO grain_state (service_id, grain_type, key_n0, key_n1, key_text, payload, modified_at, version)
SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, datetime(''now''), 1
WHERE @GrainStateVersion IS NULL OR EXISTS (
    SELECT 1 FROM grain_state
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
        AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1)
ON CONFLICT (service_id, grain_type, key_text, key_n0, key_n1) DO UPDATE SET
    payload = excluded.payload,
    modified_at = excluded.modified_at,
    version = version + 1
WHERE version = @GrainStateVersion;
SELECT CASE WHEN changes() > 0 THEN ifnull(@GrainStateVersion, 0) + 1 END AS NewGrainStateVersion;
'),
('ClearStorageKey', '
UPDATE grain_state SET payload = NULL, modified_at = datetime(''now''), version = version + 1
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND version = @GrainStateVersion;
SELECT CASE WHEN changes() > 0 THEN @GrainStateVersion + 1 END AS NewGrainStateVersion;
'),
('DeleteStorageKey', '
DELETE FROM grain_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND version = @GrainStateVersion;
SELECT CASE WHEN changes() > 0 THEN @GrainStateVersion + 1 END AS NewGrainStateVersion;
');
