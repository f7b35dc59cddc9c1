-- Orleans reminders.
CREATE TABLE reminder
(
    service_id TEXT NOT NULL,
    grain_id TEXT NOT NULL,
    name TEXT NOT NULL,
    start_time TEXT NOT NULL,
    period_milliseconds INTEGER NOT NULL,
    grain_hash INTEGER NOT NULL,
    version INTEGER NOT NULL,

    PRIMARY KEY (service_id, grain_id, name)
) WITHOUT ROWID;

CREATE INDEX reminder_range ON reminder (service_id, grain_hash);

INSERT INTO OrleansQuery VALUES
('UpsertReminderRowKey', '
INSERT INTO reminder (service_id, grain_id, name, start_time, period_milliseconds, grain_hash, version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
ON CONFLICT (service_id, grain_id, name) DO UPDATE SET
    start_time = excluded.start_time,
    period_milliseconds = excluded.period_milliseconds,
    grain_hash = excluded.grain_hash,
    version = version + 1
RETURNING version AS Version;
'),
('ReadReminderRowsKey', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId;
'),
('ReadReminderRowKey', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName;
'),
('ReadRangeRows1Key', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash;
'),
('ReadRangeRows2Key', '
SELECT grain_id AS GrainId, name AS ReminderName, start_time AS StartTime, period_milliseconds AS Period, version AS Version
FROM reminder
WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash);
'),
('DeleteReminderRowKey', '
DELETE FROM reminder WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version;
SELECT changes();
'),
('DeleteReminderRowsKey', '
DELETE FROM reminder WHERE service_id = @ServiceId;
');
