namespace Maltall.Etl;

// The house calls it what it is.
#pragma warning disable CA1710
/// <summary>Something outside could not be reached, and may be reached later; worth another try.</summary>
/// <param name="what">What could not be reached, as a sentence.</param>
/// <param name="remedy">What the user can do, as a sentence.</param>
public sealed class TransportError(string what, string remedy) : Exception($"{what} {remedy}")
{
    /// <summary>What could not be reached, as a sentence.</summary>
    public string What { get; } = what;

    /// <summary>What the user can do, as a sentence.</summary>
    public string Remedy { get; } = remedy;
}
