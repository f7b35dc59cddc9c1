-- Orleans membership. One statement changes a silo's row and the version of the table, so that both happen or neither.
CREATE TABLE membership_version
(
    deployment_id text PRIMARY KEY,
    changed_at timestamptz(3) NOT NULL DEFAULT now(),
    version integer NOT NULL DEFAULT 0
);

CREATE TABLE membership
(
    deployment_id text NOT NULL REFERENCES membership_version,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    proxy_port integer,
    suspect_times text,
    start_time timestamptz(3) NOT NULL,
    i_am_alive_time timestamptz(3) NOT NULL,

    PRIMARY KEY (deployment_id, address, port, generation)
);

INSERT INTO OrleansQuery VALUES
('UpdateIAmAlivetimeKey', '
UPDATE membership SET i_am_alive_time = @IAmAliveTime
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
'),
('InsertMembershipVersionKey', '
WITH inserted AS (
    INSERT INTO membership_version (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*) FROM inserted
'),
('InsertMembershipKey', '
WITH versioned AS (
    UPDATE membership_version SET changed_at = now(), version = version + 1
    WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS (
        SELECT 1 FROM membership
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1
), inserted AS (
    INSERT INTO membership
        (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM versioned
    RETURNING 1
)
SELECT count(*) FROM inserted
'),
('UpdateMembershipKey', '
WITH versioned AS (
    UPDATE membership_version SET changed_at = now(), version = version + 1
    WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS (
        SELECT 1 FROM membership
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING 1
), updated AS (
    UPDATE membership SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    FROM versioned
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    RETURNING 1
)
SELECT count(*) FROM updated
'),
('MembershipReadRowKey', '
SELECT v.deployment_id AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
    m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
    m.start_time AS StartTime, m.i_am_alive_time AS IAmAliveTime, v.version AS Version
FROM membership_version v
LEFT JOIN membership m ON m.deployment_id = v.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deployment_id = @DeploymentId
'),
('MembershipReadAllKey', '
SELECT v.deployment_id AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation, m.silo_name AS SiloName,
    m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort, m.suspect_times AS SuspectTimes,
    m.start_time AS StartTime, m.i_am_alive_time AS IAmAliveTime, v.version AS Version
FROM membership_version v
LEFT JOIN membership m ON m.deployment_id = v.deployment_id
WHERE v.deployment_id = @DeploymentId
'),
('DeleteMembershipTableEntriesKey', '
WITH deleted AS (DELETE FROM membership WHERE deployment_id = @DeploymentId)
DELETE FROM membership_version WHERE deployment_id = @DeploymentId
'),
('GatewaysQueryKey', '
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM membership
WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
'),
('CleanupDefunctSiloEntriesKey', '
DELETE FROM membership WHERE deployment_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status <> 3
');

GRANT SELECT, INSERT, UPDATE, DELETE ON membership_version, membership TO "$database$_orleans";
