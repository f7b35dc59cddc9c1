-- Whose database this is: a silo of another environment is turned away at its start.
CREATE TABLE register_identity
(
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    cluster_id text NOT NULL,
    service_id text NOT NULL,
    signing_key text
);
