namespace Maltall.Lake.Tests;

/// <summary>A clock that stands until it is moved.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset now = new(2012, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => now;

    public void Move(TimeSpan by) => now += by;
}
