-- Findings of a trace are sealed before they are stored, so they cannot be compressed. PostgreSQL's default compression still spends about 100 ms of
-- a trace on them. LZ4 gives up at once and still compresses other state. A server that was built without LZ4 keeps its default.
DO $$
BEGIN
    ALTER TABLE grain_state ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN NULL;
END
$$;
