namespace Maltall.Lake.Tests;

/// <summary>A row with a property of every type.</summary>
public sealed class Sample
{
    public static Sample Full => new()
    {
        Name = "Bjørn Åsé 🏠",
        SmallNumber = -3,
        LargeNumber = long.MaxValue,
        Share = 0.1,
        IsGood = true,
        AmountNok = 1234567.89m,
        DecidedOn = new DateOnly(2012, 2, 29),
        LandedAt = new DateTimeOffset(2012, 5, 1, 10, 11, 12, TimeSpan.FromHours(2)).AddTicks(1234560),
        MaybeNumber = 7,
        MaybeAmount = -0.50m,
        MaybeOn = new DateOnly(1950, 1, 1),
        MaybeAt = DateTimeOffset.UnixEpoch,
        MaybeGood = false,
        MaybeShare = -1e300,
    };

    public string? Name { get; set; }

    public int SmallNumber { get; set; }

    public long LargeNumber { get; set; }

    public double Share { get; set; }

    public bool IsGood { get; set; }

    public decimal AmountNok { get; set; } = 0.00m;

    public DateOnly DecidedOn { get; set; } = new(2000, 1, 1);

    public DateTimeOffset LandedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public long? MaybeNumber { get; set; }

    public decimal? MaybeAmount { get; set; }

    public DateOnly? MaybeOn { get; set; }

    public DateTimeOffset? MaybeAt { get; set; }

    public bool? MaybeGood { get; set; }

    public double? MaybeShare { get; set; }
}
