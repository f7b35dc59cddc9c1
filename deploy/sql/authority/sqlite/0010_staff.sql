-- Changes of staff accounts that one administrator proposed and another one confirms or declines.
CREATE TABLE staff_proposal (
    "Id" TEXT NOT NULL CONSTRAINT "PK_staff_proposal" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    -- The account to change; none for an invitation.
    "AccountId" TEXT NULL,
    "Email" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    "District" TEXT NOT NULL,
    "ProposedBy" TEXT NOT NULL,
    "ProposedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "DecidedBy" TEXT NULL,
    "DecidedAt" INTEGER NULL,
    -- Hash of the secret in the link of a confirmed invitation.
    "InvitationId" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE INDEX "IX_staff_proposal_state" ON staff_proposal ("State");

-- Who did an earlier step of an action that needs two people, and in which browser (hash of its cookie).
CREATE TABLE earlier_step (
    "Action" TEXT NOT NULL,
    "Id" TEXT NOT NULL,
    "By" TEXT NOT NULL,
    "Device" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "PK_earlier_step" PRIMARY KEY ("Action", "Id", "By", "Device")
);
