-- Changes of staff accounts that one administrator proposed and another one confirms or declines.
CREATE TABLE staff_proposal (
    "Id" uuid NOT NULL CONSTRAINT "PK_staff_proposal" PRIMARY KEY,
    "Kind" text NOT NULL,
    "State" text NOT NULL,
    -- The account to change; none for an invitation.
    "AccountId" uuid NULL,
    "Email" text NOT NULL,
    "Role" text NOT NULL,
    "District" text NOT NULL,
    "ProposedBy" uuid NOT NULL,
    "ProposedAt" bigint NOT NULL,
    "ExpiresAt" bigint NOT NULL,
    "DecidedBy" uuid NULL,
    "DecidedAt" bigint NULL,
    -- Hash of the secret in the link of a confirmed invitation.
    "InvitationId" text NOT NULL,
    "Version" integer NOT NULL
);

CREATE INDEX "IX_staff_proposal_state" ON staff_proposal ("State");

-- Who did an earlier step of an action that needs two people, and in which browser (hash of its cookie).
CREATE TABLE earlier_step (
    "Action" text NOT NULL,
    "Id" uuid NOT NULL,
    "By" uuid NOT NULL,
    "Device" text NOT NULL,
    "At" bigint NOT NULL,
    CONSTRAINT "PK_earlier_step" PRIMARY KEY ("Action", "Id", "By", "Device")
);
