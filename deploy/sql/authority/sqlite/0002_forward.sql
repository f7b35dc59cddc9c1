-- Whether an order requests forward contacts (docs/adr/0010).
ALTER TABLE trace_order ADD COLUMN "Forward" INTEGER NOT NULL DEFAULT 0;
