namespace Maltall.Lake;

// The house calls it what the user calls it.
#pragma warning disable CA1710
/// <summary>A request that cannot be met as it stands, such as an unknown table; the machine and the data are
/// sound.</summary>
/// <param name="what">What is wrong and where, one sentence, without any value of a personal column.</param>
/// <param name="remedy">What the user can do about it.</param>
public sealed class UserError(string what, string remedy) : Exception($"{what} {remedy}")
{
    /// <summary>What is wrong and where.</summary>
    public string What { get; } = what;

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; } = remedy;
}
