namespace Maltall.Etl.Synthesize;

/// <summary>What to generate. The same options give the same bytes.</summary>
/// <param name="Out">Folder that receives one folder per source; it is made when absent.</param>
/// <param name="FirstYear">First year with deliveries, 2000–2090.</param>
/// <param name="LastYear">Last year with deliveries, not before <paramref name="FirstYear"/>.</param>
/// <param name="Scale">Size against Oslo; 1 is Oslo, 0.05 a twentieth of every count. Above 0, at most 20.</param>
/// <param name="Seed">Any number; another one gives other households and another course of events.</param>
/// <exception cref="ArgumentOutOfRangeException">A value is outside the range that is stated for it.</exception>
public sealed record SyntheticOptions(
    string Out, int FirstYear = 2009, int LastYear = 2015, double Scale = 1.0, long Seed = 1)
{
    /// <summary>First year with deliveries.</summary>
    public int FirstYear { get; } = FirstYear is >= 2000 and <= 2090 ? FirstYear
        : throw new ArgumentOutOfRangeException(nameof(FirstYear), FirstYear, "Give a year from 2000 to 2090.");

    /// <summary>Last year with deliveries.</summary>
    public int LastYear { get; } = LastYear >= FirstYear && LastYear <= 2090 ? LastYear
        : throw new ArgumentOutOfRangeException(nameof(LastYear), LastYear, "Give a year from the first year to 2090.");

    /// <summary>Size against Oslo.</summary>
    public double Scale { get; } = Scale is > 0 and <= 20 ? Scale
        : throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "Give a scale above 0, at most 20.");

    /// <summary>
    /// The file with anchors and rates; null takes <c>etl/Synthesize/calibration.yaml</c>, looked for beside the
    /// program and in the folders above it.
    /// </summary>
    public string? CalibrationFile { get; init; }
}
