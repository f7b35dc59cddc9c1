-- Rows of a licence list that were left out because the licence has ended, and rows that were taken without an optional field.
ALTER TABLE venue_list ADD COLUMN ended integer NOT NULL DEFAULT 0;
ALTER TABLE venue_list ADD COLUMN noted integer NOT NULL DEFAULT 0;
