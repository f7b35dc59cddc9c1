-- Orleans grain state. The primary key makes a first write exact (docs/adr/0002). The script that Orleans publishes has no unique key, so several
-- concurrent first writes can succeed. Every write returns one row, whose version is null if another write was first, because Orleans treats an
-- empty result as success. Orleans defines the names of parameters and result columns.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO "$database$_orleans";

CREATE TABLE OrleansQuery
(
    QueryKey varchar(64) PRIMARY KEY,
    QueryText text NOT NULL
);

CREATE TABLE grain_state
(
    service_id text NOT NULL,
    grain_type text NOT NULL,
    key_n0 bigint NOT NULL,
    key_n1 bigint NOT NULL,
    key_text text NOT NULL,
    payload bytea,
    modified_at timestamptz(3) NOT NULL,
    version integer NOT NULL,

    PRIMARY KEY (service_id, grain_type, key_text, key_n0, key_n1)
);

INSERT INTO OrleansQuery VALUES
('ReadFromStorageKey', '
SELECT payload AS PayloadBinary, version AS Version
FROM grain_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
    AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
'),
('WriteToStorageKey', '
WITH updated AS (
    UPDATE grain_state SET payload = @PayloadBinary, modified_at = now(), version = version + 1
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
        AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND version = @GrainStateVersion
    RETURNING version
), inserted AS (
    INSERT INTO grain_state (service_id, grain_type, key_n0, key_n1, key_text, payload, modified_at, version)
    SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, now(), 1
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT (SELECT version FROM updated UNION ALL SELECT version FROM inserted) AS NewGrainStateVersion
'),
('ClearStorageKey', '
WITH cleared AS (
    UPDATE grain_state SET payload = NULL, modified_at = now(), version = version + 1
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
        AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND version = @GrainStateVersion
    RETURNING version
)
SELECT (SELECT version FROM cleared) AS NewGrainStateVersion
'),
('DeleteStorageKey', '
WITH deleted AS (
    DELETE FROM grain_state
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = coalesce(@GrainIdExtensionString, '''')
        AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1 AND version = @GrainStateVersion
    RETURNING version
)
SELECT (SELECT version + 1 FROM deleted) AS NewGrainStateVersion
');

GRANT SELECT ON OrleansQuery TO "$database$_orleans";
GRANT SELECT, INSERT, UPDATE, DELETE ON grain_state TO "$database$_orleans";
