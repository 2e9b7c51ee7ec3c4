using Maltall.App.Jobs;
using Maltall.App.Setup;
using Maltall.Lake;
using Maltall.Warehouse.Measure;

namespace Maltall.App.Web;

/// <summary>What the site serves, and where.</summary>
public sealed record SiteOptions
{
    /// <summary>Address to listen on; loopback only.</summary>
    public required string Url { get; init; }

    /// <summary>The lake whose publications are shown; its folder <c>reports</c> holds the reports.</summary>
    public required DeltaLake Lake { get; init; }

    /// <summary>Indicators and goals.</summary>
    public required DefinitionCatalog Definitions { get; init; }

    /// <summary>The moment whose knowledge is shown, with the definitions of its publication; null for the
    /// latest.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The folder <c>reports/definitions</c>.</summary>
    public required string ReportDefinitions { get; init; }

    /// <summary>The built client, beside the program.</summary>
    public string Client { get; init; } = Path.Combine(AppContext.BaseDirectory, "client");

    /// <summary>Language of a page when none is asked for: <c>nb</c>, <c>nn</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "nb";

    /// <summary>What questions of programs are answered from.</summary>
    public required Session Session { get; init; }

    /// <summary>What jobs do, and when.</summary>
    public required JobWork Work { get; init; }

    /// <summary>Where jobs wait.</summary>
    public required Settings Settings { get; init; }
}
