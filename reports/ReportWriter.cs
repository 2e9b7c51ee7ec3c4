using System.Text;
using Maltall.Lake;
using Maltall.Reports.Compose;
using Maltall.Reports.Render;
using Maltall.Warehouse;

namespace Maltall.Reports;

/// <summary>Which report to write.</summary>
/// <param name="Name">Name of its definition, such as <c>status</c>.</param>
/// <param name="Period">The period, such as <c>2012-T1</c>; null for the last whole tertial of the data.</param>
/// <param name="Language"><c>nb</c>, <c>nn</c> or <c>en</c>.</param>
/// <param name="Folder">Folder to write in; made when it is not there.</param>
public sealed record ReportRequest(string Name, string? Period, string Language, string Folder);

/// <summary>Writes reports as single HTML files that need nothing else to be read, printed or mailed.</summary>
/// <param name="definitions">The folder <c>reports/definitions</c>.</param>
/// <param name="client">The built client folder, with <c>render.mjs</c> and <c>report.css</c>.</param>
public sealed class ReportWriter(string definitions, string client)
{
    private readonly ChartRenderer _renderer = new(Path.Combine(client, "render.mjs"));

    /// <summary>Writes one report. The same publication and request give the same bytes.</summary>
    /// <param name="analysis">The publication.</param>
    /// <param name="request">What to write.</param>
    /// <param name="cancellation">Nothing is written when it is cancelled.</param>
    /// <returns>Path of the file, named <c>NAME-PERIOD-LANGUAGE.html</c>.</returns>
    /// <exception cref="UserError">
    /// The report, the period or the language is not there, or the client is not built.
    /// </exception>
    public async Task<string> Write(Analysis analysis, ReportRequest request, CancellationToken cancellation)
    {
        var report = ReportCatalog.Load(definitions, request.Name);
        var letter = new LetterComposer(definitions)
            .Compose(analysis, report, request.Period, request.Language, cancellation);
        var html = await Html(letter, cancellation);
        Directory.CreateDirectory(request.Folder);
        var file = Path.Combine(request.Folder, $"{request.Name}-{letter.PeriodLabel}-{request.Language}.html");
        var unfinished = $"{file}.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(unfinished, html, new UTF8Encoding(false), cancellation);
        File.Move(unfinished, file, overwrite: true);
        return file;
    }

    /// <summary>Lays out a composed report as a page.</summary>
    /// <param name="letter">The report in words.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    public async Task<string> Html(Letter letter, CancellationToken cancellation)
    {
        var orders = letter.Chart is not { } chart ? [] : new Dictionary<string, ChartOrder>
        {
            ["wide"] = new(chart.Wide, chart.Description),
            ["narrow"] = new(chart.Narrow, chart.Description),
        };
        var drawings = await _renderer.Draw(orders, cancellation);
        return await Page.Html<LetterPage>(new Dictionary<string, object?>
        {
            [nameof(LetterPage.Letter)] = letter,
            [nameof(LetterPage.Styles)] = Styles(),
            [nameof(LetterPage.Drawings)] = drawings,
        });
    }

    private string Styles()
    {
        var file = Path.Combine(client, "report.css");
        return File.Exists(file) ? File.ReadAllText(file)
            : throw new UserError($"The style sheet {file} is missing.", "Build again: ./maltall builds it with npm.");
    }
}
