-- Identifies the environment of this database. A silo of another environment refuses to start.
CREATE TABLE register_identity
(
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    cluster_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    signing_key TEXT
);
