-- Cases, orders and sealed results of the authority. The model is src/Portal/Officials/Store/AuthorityDatabase.cs; a test compares the two.
-- Times are milliseconds since 1970, days are Korean days since 1970. Identities are stored only sealed (JWE) to the authority's key.
CREATE TABLE trace_case (
    "Id" TEXT NOT NULL CONSTRAINT "PK_trace_case" PRIMARY KEY,
    "Number" TEXT NOT NULL CONSTRAINT "UQ_trace_case_number" UNIQUE,
    "District" TEXT NOT NULL,
    "OnsetDay" INTEGER NULL,
    "OpenedBy" TEXT NOT NULL,
    "OpenedAt" INTEGER NOT NULL,
    "ClosedAt" INTEGER NULL
);

CREATE TABLE trace_order (
    "Id" TEXT NOT NULL CONSTRAINT "PK_trace_order" PRIMARY KEY,
    "CaseId" TEXT NOT NULL CONSTRAINT "FK_trace_order_case" REFERENCES trace_case ("Id"),
    "State" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "RequestedBy" TEXT NOT NULL,
    "DraftedAt" INTEGER NOT NULL,
    "SubmittedAt" INTEGER NULL,
    "DecidedAt" INTEGER NULL,
    "StartedAt" INTEGER NULL,
    "CompletedAt" INTEGER NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "Ground" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "FromDay" INTEGER NOT NULL,
    "ToDay" INTEGER NOT NULL,
    "FacilityId" TEXT NULL,
    "FacilityName" TEXT NOT NULL,
    "WindowFrom" INTEGER NULL,
    "WindowTo" INTEGER NULL,
    "Dwell" TEXT NOT NULL,
    "CloseMinutes" INTEGER NOT NULL,
    "MaxContacts" INTEGER NOT NULL,
    "NoticeAfterDays" INTEGER NOT NULL,
    "Issuers" TEXT NOT NULL,
    "SealedPerson" TEXT NULL,
    "Decision" TEXT NOT NULL,
    "Jws" TEXT NULL,
    "Refusal" TEXT NOT NULL,
    "Progress" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE INDEX "IX_trace_order_case" ON trace_order ("CaseId");
CREATE INDEX "IX_trace_order_state" ON trace_order ("State");

CREATE TABLE trace_approval (
    "OrderId" TEXT NOT NULL CONSTRAINT "FK_trace_approval_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    "By" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "PK_trace_approval" PRIMARY KEY ("OrderId", "By")
);

-- Issuer 0: the register's findings.
CREATE TABLE trace_seal (
    "OrderId" TEXT NOT NULL CONSTRAINT "FK_trace_seal_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    "Issuer" INTEGER NOT NULL,
    "Sealed" TEXT NOT NULL,
    CONSTRAINT "PK_trace_seal" PRIMARY KEY ("OrderId", "Issuer")
);

-- A line list row that an official deselected; the key is a hash of tickets.
CREATE TABLE trace_mark (
    "OrderId" TEXT NOT NULL CONSTRAINT "FK_trace_mark_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    "Row" TEXT NOT NULL,
    CONSTRAINT "PK_trace_mark" PRIMARY KEY ("OrderId", "Row")
);

-- When each key was in use. The private keys are files.
CREATE TABLE encryption_key (
    "Thumbprint" TEXT NOT NULL CONSTRAINT "PK_encryption_key" PRIMARY KEY,
    "MadeAt" INTEGER NOT NULL,
    "LastUsedAt" INTEGER NOT NULL,
    "RetiredAt" INTEGER NULL,
    "DestroyedAt" INTEGER NULL
);

-- Signed chain heads received from the other parties, to compare with their chains later.
CREATE TABLE known_head (
    "Side" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "Jws" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "PK_known_head" PRIMARY KEY ("Side", "Count")
);

-- The authority's audit log (감사 기록): an append-only hash chain.
CREATE TABLE trace_audit (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_trace_audit" PRIMARY KEY,
    -- The exact bytes that are hashed.
    "Text" TEXT NOT NULL,
    "Hash" TEXT NOT NULL,
    -- The case of the entry, for lists; not part of the chain.
    "CaseId" TEXT NULL
);

CREATE INDEX "IX_trace_audit_case" ON trace_audit ("CaseId");

CREATE TRIGGER trace_audit_is_never_changed BEFORE UPDATE ON trace_audit
BEGIN
    SELECT RAISE(ABORT, 'The audit log only grows.');
END;

CREATE TRIGGER trace_audit_is_never_removed BEFORE DELETE ON trace_audit
BEGIN
    SELECT RAISE(ABORT, 'The audit log only grows.');
END;
