using Maltall.Etl.Land;
using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>Which broken rules a list for the supplier is to have.</summary>
/// <param name="Severity">Only of this severity; null for all.</param>
/// <param name="From">First day of the first month; null for all. Deliveries that name no month fall out.</param>
/// <param name="To">First day of the last month.</param>
/// <param name="District">Only rows of this district; null for all.</param>
/// <param name="IsOpen">Only those that still call for something.</param>
public sealed record CorrectionFilter(
    Severity? Severity, DateOnly? From, DateOnly? To, string? District, bool IsOpen);

/// <summary>The list of what a supplier shall correct. No value of a delivered row is in it.</summary>
/// <param name="lake">The lake.</param>
/// <param name="catalog">The contracts.</param>
public sealed class CorrectionList(DeltaLake lake, ContractCatalog catalog)
{
    /// <summary>The broken rules of a source, in the order of its files and rows.</summary>
    public IReadOnlyList<Reject> Of(Contract contract, CorrectionFilter filter)
    {
        var log = new BatchLog(lake);
        var batches = log.Batches(contract.Id);
        var wanted = batches.Where(batch => IsWithin(batch, filter)).ToDictionary(batch => batch.BatchId);
        var rejects = log.Rejects(contract.Id).Where(one => wanted.TryGetValue(one.BatchId, out var batch)
            && (one.Severity == Severity.Block) == (batch.Status == "refused")
            && (filter.Severity is not { } severity || one.Severity == severity)
            && (filter.District is not { } district || one.Unit == district)).ToList();
        return filter.IsOpen ? new OpenFindings(lake, catalog).Of(contract, rejects, batches) : rejects;
    }

    /// <summary>What is wrong and what to do, in a language.</summary>
    /// <param name="book">The words of the source's contract.</param>
    /// <param name="reject">The broken rule.</param>
    /// <param name="language">nb, nn or en.</param>
    public static (string Says, string Remedy) InWords(RuleBook book, Reject reject, string language)
    {
        var detail = reject.Detail is null ? "" : $" ({reject.Detail})";
        return book.Find(reject.Rule) is { } text ? (text.Says[language] + detail, text.Remedy[language])
            : (reject.Message, reject.Remedy);
    }

    private static bool IsWithin(Batch batch, CorrectionFilter filter) => filter is not { From: { } from, To: { } to }
        || (batch.Period is { } period && Month(period) >= from && Month(period) <= to);

    private static DateOnly Month(string period) => DateOnly.ParseExact(
        $"{period}-01", "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
