namespace Maltall.Warehouse.Measure;

/// <summary>How settled a figure is.</summary>
public enum FigureStatus
{
    /// <summary>Deliveries behind it are still due, incomplete, or so new that corrections are usual.</summary>
    Preliminary,

    /// <summary>All deliveries behind it have come and are settled.</summary>
    Final,

    /// <summary>It was final in an earlier publication and has changed since.</summary>
    Revised,
}

/// <summary>How far a figure can be relied on for what is behind it; A is best.</summary>
public enum TrustGrade
{
    /// <summary>Nothing is known against it.</summary>
    A,

    /// <summary>A small weakness.</summary>
    B,

    /// <summary>A weakness that may move the figure.</summary>
    C,

    /// <summary>Do not decide by it alone.</summary>
    D,
}

/// <summary>How settled a figure is, and how far it can be relied on.</summary>
/// <param name="Status">How settled it is.</param>
/// <param name="Trust">The worst of its grades.</param>
public sealed record Standing(FigureStatus Status, TrustGrade Trust);

/// <summary>What is known of the deliveries behind a figure; a delivery is a source's month, of one district where the
/// source is expected by district.</summary>
/// <param name="Expected">Deliveries that the period has; 0 when no calendar names them.</param>
/// <param name="Arrived">Of these, those that have come.</param>
/// <param name="Late">Of these, those that came after they were due.</param>
/// <param name="Settled">Of these, those that are whole and past the time of usual corrections.</param>
/// <param name="Corrections">Deliveries for the same month after the first.</param>
/// <param name="HeldBackShare">Share of the delivered rows that were rejected, 0–1; null when it is not known.</param>
public sealed record Evidence(
    int Expected, int Arrived, int Late, int Settled, long Corrections, double? HeldBackShare)
{
    /// <summary>
    /// The standing: final when all deliveries are settled; the grade is the worst of coverage (all A, 95 % B, 80 % C),
    /// rejects (1 % A, 3 % B, 10 % C), timeliness (none late A, a third B, more C) and corrections per delivery (none
    /// A, one in four B, one C). What no calendar expects is B at best, since nobody would notice that it lacks.
    /// </summary>
    public Standing Standing => new(
        Settled == Expected ? FigureStatus.Final : FigureStatus.Preliminary,
        new[]
        {
            Expected == 0 ? TrustGrade.B : Grade(1 - ((double)Arrived / Expected), 0.05, 0.2),
            Grade(Math.Max(0, (HeldBackShare ?? 0) - 0.01), 0.02, 0.09),
            Expected == 0 ? TrustGrade.A : Grade((double)Late / Expected, 1.0 / 3, 1),
            Expected == 0 ? TrustGrade.A : Grade((double)Corrections / Expected, 0.25, 1),
        }.Max());

    private static TrustGrade Grade(double lack, double small, double large) =>
        lack <= 0 ? TrustGrade.A : lack <= small ? TrustGrade.B : lack <= large ? TrustGrade.C : TrustGrade.D;
}
