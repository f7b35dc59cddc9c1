-- What a trace has found is sealed before it is stored: nothing in it can be made shorter, and PostgreSQL's own compression tried for about
-- 100 ms a trace. LZ4 gives up at once, and still shortens the states that can be. A server that was built without it stays as it is.
DO $$
BEGIN
    ALTER TABLE grain_state ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION
    WHEN feature_not_supported THEN NULL;
END
$$;
