-- Whose database this is: a silo of another environment is turned away at its start.
CREATE TABLE register_identity
(
    only_row INTEGER PRIMARY KEY DEFAULT 1 CHECK (only_row = 1),
    cluster_id TEXT NOT NULL,
    service_id TEXT NOT NULL,
    signing_key TEXT
);
