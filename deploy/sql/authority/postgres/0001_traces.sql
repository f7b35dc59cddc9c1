-- Cases, orders and sealed results of the authority. The model is src/Portal/Officials/Store/AuthorityDatabase.cs; a test compares the two.
-- Times are milliseconds since 1970, days are Korean days since 1970. Identities are stored only sealed (JWE) to the authority's key.
CREATE TABLE trace_case (
    "Id" uuid NOT NULL CONSTRAINT "PK_trace_case" PRIMARY KEY,
    "Number" text NOT NULL CONSTRAINT "UQ_trace_case_number" UNIQUE,
    "District" text NOT NULL,
    "OnsetDay" integer NULL,
    "OpenedBy" uuid NOT NULL,
    "OpenedAt" bigint NOT NULL,
    "ClosedAt" bigint NULL
);

CREATE TABLE trace_order (
    "Id" uuid NOT NULL CONSTRAINT "PK_trace_order" PRIMARY KEY,
    "CaseId" uuid NOT NULL CONSTRAINT "FK_trace_order_case" REFERENCES trace_case ("Id"),
    "State" text NOT NULL,
    "Kind" text NOT NULL,
    "RequestedBy" uuid NOT NULL,
    "DraftedAt" bigint NOT NULL,
    "SubmittedAt" bigint NULL,
    "DecidedAt" bigint NULL,
    "StartedAt" bigint NULL,
    "CompletedAt" bigint NULL,
    "ExpiresAt" bigint NOT NULL,
    "Ground" text NOT NULL,
    "Reason" text NOT NULL,
    "FromDay" integer NOT NULL,
    "ToDay" integer NOT NULL,
    "FacilityId" uuid NULL,
    "FacilityName" text NOT NULL,
    "WindowFrom" bigint NULL,
    "WindowTo" bigint NULL,
    "Dwell" text NOT NULL,
    "CloseMinutes" integer NOT NULL,
    "MaxContacts" integer NOT NULL,
    "NoticeAfterDays" integer NOT NULL,
    "Issuers" text NOT NULL,
    "SealedPerson" text NULL,
    "Decision" text NOT NULL,
    "Jws" text NULL,
    "Refusal" text NOT NULL,
    "Progress" text NOT NULL,
    "Version" integer NOT NULL
);

CREATE INDEX "IX_trace_order_case" ON trace_order ("CaseId");
CREATE INDEX "IX_trace_order_state" ON trace_order ("State");

CREATE TABLE trace_approval (
    "OrderId" uuid NOT NULL CONSTRAINT "FK_trace_approval_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    "By" uuid NOT NULL,
    "At" bigint NOT NULL,
    CONSTRAINT "PK_trace_approval" PRIMARY KEY ("OrderId", "By")
);

-- Issuer 0: the register's findings.
CREATE TABLE trace_seal (
    "OrderId" uuid NOT NULL CONSTRAINT "FK_trace_seal_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    "Issuer" integer NOT NULL,
    "Sealed" text NOT NULL,
    CONSTRAINT "PK_trace_seal" PRIMARY KEY ("OrderId", "Issuer")
);

-- A line list row that an official deselected; the key is a hash of tickets.
CREATE TABLE trace_mark (
    "OrderId" uuid NOT NULL CONSTRAINT "FK_trace_mark_order" REFERENCES trace_order ("Id") ON DELETE CASCADE,
    "Row" text NOT NULL,
    CONSTRAINT "PK_trace_mark" PRIMARY KEY ("OrderId", "Row")
);

-- When each key was in use. The private keys are files.
CREATE TABLE encryption_key (
    "Thumbprint" text NOT NULL CONSTRAINT "PK_encryption_key" PRIMARY KEY,
    "MadeAt" bigint NOT NULL,
    "LastUsedAt" bigint NOT NULL,
    "RetiredAt" bigint NULL,
    "DestroyedAt" bigint NULL
);

-- Signed chain heads received from the other parties, to compare with their chains later.
CREATE TABLE known_head (
    "Side" text NOT NULL,
    "Count" bigint NOT NULL,
    "Jws" text NOT NULL,
    "At" bigint NOT NULL,
    CONSTRAINT "PK_known_head" PRIMARY KEY ("Side", "Count")
);

-- The authority's audit log (감사 기록): an append-only hash chain.
CREATE TABLE trace_audit (
    "Number" bigint NOT NULL CONSTRAINT "PK_trace_audit" PRIMARY KEY,
    -- The exact bytes that are hashed.
    "Text" text NOT NULL,
    "Hash" text NOT NULL,
    -- The case of the entry, for lists; not part of the chain.
    "CaseId" uuid NULL
);

CREATE INDEX "IX_trace_audit_case" ON trace_audit ("CaseId");

CREATE FUNCTION trace_audit_only_grows() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'The audit log only grows.';
END
$$;

CREATE TRIGGER trace_audit_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON trace_audit
    FOR EACH STATEMENT EXECUTE FUNCTION trace_audit_only_grows();
