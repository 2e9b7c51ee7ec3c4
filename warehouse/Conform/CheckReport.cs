namespace Maltall.Warehouse.Conform;

/// <summary>What a failed check means.</summary>
public enum CheckSeverity
{
    /// <summary>A person should look; the publication goes on.</summary>
    Warning,

    /// <summary>The publication stops.</summary>
    Error,
}

/// <summary>What one check found. The wrong rows themselves are not in it.</summary>
/// <param name="Name">Name of the file in <c>warehouse/checks</c>, without ending.</param>
/// <param name="Severity">What it means when rows are wrong.</param>
/// <param name="WrongRows">Number of wrong rows; 0 is a pass.</param>
/// <param name="Description">What the check is for.</param>
public sealed record CheckResult(string Name, CheckSeverity Severity, long WrongRows, string Description)
{
    /// <summary>True when no row is wrong.</summary>
    public bool IsPassed => WrongRows == 0;
}

/// <summary>All checks of a candidate.</summary>
/// <param name="Results">In order of name.</param>
public sealed record CheckReport(IReadOnlyList<CheckResult> Results)
{
    /// <summary>The checks that stop the publication.</summary>
    public IReadOnlyList<CheckResult> Failed =>
        [.. Results.Where(result => !result.IsPassed && result.Severity == CheckSeverity.Error)];
}
