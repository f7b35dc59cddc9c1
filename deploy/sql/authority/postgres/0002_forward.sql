-- Whether an order asks also where contacts went next (docs/adr/0010).
ALTER TABLE trace_order ADD COLUMN "Forward" boolean NOT NULL DEFAULT FALSE;
