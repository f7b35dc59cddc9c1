-- From version 2 of the pass, the column pseudonym of visits.visit holds the ticket of the showing (docs/adr/0020). No issuer can open the
-- pseudonyms of version 1 any more, so a visit log that holds some is refused.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM visits.visit) THEN
        RAISE EXCEPTION USING MESSAGE = 'The visit log holds visits of pass version 1. Start this version with an empty database, and keep '
            || 'the earlier version for traces until the visits are destroyed.';
    END IF;
END
$$;
