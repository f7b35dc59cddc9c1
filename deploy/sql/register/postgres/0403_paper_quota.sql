-- The recorder counts the paper visits of a device and of its facility, to enforce their quotas for the whole cluster (docs/adr/0019).
GRANT SELECT (facility_id, received_at) ON visits.paper TO "$database$_recorder";
