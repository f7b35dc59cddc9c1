-- Identifies the environment of this database. A silo of another environment refuses to start.
CREATE TABLE register_identity
(
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    cluster_id text NOT NULL,
    service_id text NOT NULL,
    signing_key text
);
