-- Covers the columns of an unfiltered list, so that a page far from both ends is counted in the index alone.
DROP INDEX facility_directory_name;
DROP INDEX facility_directory_type;
DROP INDEX facility_directory_district;
DROP INDEX facility_directory_changed;
CREATE INDEX facility_directory_name ON facility_directory (name, facility_id) INCLUDE (stage, district, type) WHERE revision > 0;
CREATE INDEX facility_directory_type ON facility_directory (type, facility_id) INCLUDE (stage, district) WHERE revision > 0;
CREATE INDEX facility_directory_district ON facility_directory (district, facility_id) INCLUDE (stage, type) WHERE revision > 0;
CREATE INDEX facility_directory_changed ON facility_directory (changed_ms, facility_id) INCLUDE (stage, district, type) WHERE revision > 0;
