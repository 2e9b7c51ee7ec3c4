namespace Maltall.App.Setup;

/// <summary>
/// A clock that starts at a stated instant and goes on from there with the machine's pace, so that a run can be made as
/// of that instant and instants inside it still follow each other.
/// </summary>
/// <param name="start">The instant at which the clock starts.</param>
public sealed class FixedClock(DateTimeOffset start) : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start.ToUniversalTime() + System.GetElapsedTime(_started);
}
