-- Whether an order requests forward contacts (docs/adr/0010).
ALTER TABLE trace_order ADD COLUMN "Forward" boolean NOT NULL DEFAULT FALSE;
