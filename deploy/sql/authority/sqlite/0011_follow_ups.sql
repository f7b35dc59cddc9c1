-- What officials know about calling a contact of a line list: status, assignee and note, sealed (JWE) to the authority's own key.
CREATE TABLE trace_follow_up (
    "OrderId" TEXT NOT NULL CONSTRAINT "FK_trace_follow_up_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    -- One of the person's rows; a hash of tickets, as in trace_mark.
    "Row" TEXT NOT NULL,
    "Sealed" TEXT NOT NULL,
    "ChangedAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "PK_trace_follow_up" PRIMARY KEY ("OrderId", "Row")
);
