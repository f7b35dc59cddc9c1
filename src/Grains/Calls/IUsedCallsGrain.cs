namespace KiPass.Grains.Calls;

/// <summary>
/// Remembers the ids of call tokens until they expire, so that a token is accepted once by all silos together. One grain for each first byte of
/// an id.
/// </summary>
[Alias("kipass.used-calls")]
internal interface IUsedCallsGrain : IGrainWithIntegerKey
{
    /// <summary>The grain for an id.</summary>
    static long KeyOf(Guid callId) => callId.ToByteArray()[0];

    /// <summary>True for the first call with this id; false for every repeat until the token has expired.</summary>
    [Alias("Use")]
    ValueTask<bool> Use(Guid callId);
}
