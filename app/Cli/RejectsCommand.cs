using System.CommandLine;
using Maltall.App.Cli.Formats;
using Maltall.App.Setup;
using Maltall.Etl;
using Maltall.Lake;

namespace Maltall.App.Cli;

/// <summary>The command <c>rejects</c>: the list of what a supplier shall correct.</summary>
internal static class RejectsCommand
{
    private const string Everything = "all";

    /// <summary>The command.</summary>
    public static Verb Make()
    {
        var verb = new Verb("rejects",
            "The supplier's list of what to correct: file, row, column, rule and what to do, in the chosen language.",
            "maltall rejects bit_application --format xlsx --output rejects.xlsx",
            "maltall rejects bit_tenancy --severity warn --open --lang nn",
            "maltall rejects bit_application --period 2015-03 --district 11");
        var source = new Argument<string>("source") { Description = "Id of the source." };
        var severity = new Option<string>("--severity")
        {
            Description = "Only what was rejected, warned of, or blocked a delivery.",
            DefaultValueFactory = _ => Everything,
        };
        severity.AcceptOnlyFromAmong([.. SeverityWords.All, Everything]);
        var period = new Option<string?>("--period")
        {
            Description = "Only deliveries for these months: 2015-03, 2015, 2014..2015.", HelpName = "P",
        };
        var district = new Option<string?>("--district")
        {
            Description = "Only rows of this district's code.", HelpName = "D",
        };
        var open = new Option<bool>("--open") { Description = "Only what still calls for something." };
        foreach (var option in new Option[] { severity, period, district, open })
        {
            verb.Add(option);
        }

        verb.Add(source);
        verb.Returns((parsed, session) =>
        {
            var contract = session.Contracts.Find(parsed.GetRequiredValue(source));
            var months = parsed.GetValue(period) is { } text ? MonthRange.Read(text) : ((DateOnly, DateOnly)?)null;
            var filter = new CorrectionFilter(
                parsed.GetRequiredValue(severity) is var word && word == Everything ? null : SeverityWords.Read(word),
                months?.Item1, months?.Item2, District(session, parsed.GetValue(district)), parsed.GetValue(open));
            return Table(session, contract, new CorrectionList(session.Lake, session.Contracts).Of(contract, filter));
        });
        return verb;
    }

    private static string? District(Session session, string? code)
    {
        var codes = session.Contracts.Codes("district");
        return code is null || codes.Contains(code) ? code : throw new UserError(
            $"There is no district '{code}'.",
            $"Did you mean '{Nearest.To(code, codes)}'? See etl/codes/district.csv.");
    }

    private static ResultTable Table(Session session, Contract contract, IReadOnlyList<Reject> rejects)
    {
        ResultColumn[] columns =
        [
            new("file", ResultKind.Text), new("row", ResultKind.Whole), new("column", ResultKind.Text),
            new("district", ResultKind.Text), new("severity", ResultKind.Text), new("message", ResultKind.Text),
            new("remedy", ResultKind.Text), new("rule", ResultKind.Text),
        ];
        var language = session.Settings.Lang;
        var book = new RuleBook(contract);
        var words = Words(language);
        var rows = rejects.Select(one =>
        {
            var (says, remedy) = CorrectionList.InWords(book, one, language);
            return (IReadOnlyList<object?>)
            [
                one.File, one.Row == 0 ? null : one.Row, one.Column, one.Unit, one.Severity.Code(), says, remedy,
                one.Rule,
            ];
        });
        var day = TimeZoneInfo.ConvertTime(session.Clock.GetUtcNow(), Session.Oslo).ToString("d", session.Culture);
        var title = $"{words[0]}: {contract.Title[language]}";
        return new ResultTable(title, columns, rows.ToList(), [words[2]])
        {
            Sheet = new SheetLayout(words[1],
            [
                title, $"{words[3]}: {contract.Id} · {day} · {rejects.Count.ToString(session.Culture)}",
                words[2],
            ], words[4..], [34, 8, 20, 9, 12, 46, 60, 34]),
        };
    }

    /// <summary>Title, sheet, what the list is, the word for source, and the headings.</summary>
    private static string[] Words(string language) => language switch
    {
        "en" =>
        [
            "To be corrected", "To be corrected",
            "Rows with reject are not landed; correct and redeliver. Rows with warn are; check them.",
            "Source", "File", "Row", "Column", "District", "Severity", "What is wrong", "What to do", "Rule",
        ],
        "nn" =>
        [
            "Til retting", "Til retting",
            "Rader med reject er ikkje tekne inn; rett dei og lever på nytt. Rader med warn er tekne inn; sjå på dei.",
            "Kjelde", "Fil", "Rad", "Kolonne", "Bydel", "Alvor", "Kva som er gale", "Kva du skal gjere", "Regel",
        ],
        _ =>
        [
            "Til retting", "Til retting",
            "Rader med reject er ikke tatt inn; rett dem og lever på nytt. Rader med warn er tatt inn; se på dem.",
            "Kilde", "Fil", "Rad", "Kolonne", "Bydel", "Alvor", "Hva som er galt", "Hva du skal gjøre", "Regel",
        ],
    };
}
