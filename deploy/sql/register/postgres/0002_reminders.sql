-- Orleans reminders. The index serves each silo, which reads its range of hashes again every few minutes.
CREATE TABLE reminder
(
    service_id text NOT NULL,
    grain_id text NOT NULL,
    name text NOT NULL,
    start_time timestamptz(3) NOT NULL,
    period_milliseconds bigint NOT NULL,
    grain_hash integer NOT NULL,
    version integer NOT NULL,

    PRIMARY KEY (service_id, grain_id, name)
);

CREATE INDEX reminder_range ON reminder (service_id, grain_hash);

INSERT INTO OrleansQuery VALUES
('UpsertReminderRowKey', '
INSERT INTO reminder AS r (service_id, grain_id, name, start_time, period_milliseconds, grain_hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (service_id, grain_id, name) DO UPDATE SET
    start_time = excluded.start_time,
    period_milliseconds = excluded.period_milliseconds,
    grain_hash = excluded.grain_hash,
    version = r.version + 1
RETURNING version AS Version
'),
('ReadReminderRowsKey', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId
'),
('ReadReminderRowKey', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName
'),
('ReadRangeRows1Key', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
'),
('ReadRangeRows2Key', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
'),
('DeleteReminderRowKey', '
WITH deleted AS (
    DELETE FROM reminder
    WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
    RETURNING 1
)
SELECT count(*) FROM deleted
'),
('DeleteReminderRowsKey', '
DELETE FROM reminder WHERE service_id = @ServiceId
');

GRANT SELECT, INSERT, UPDATE, DELETE ON reminder TO "$database$_orleans";
