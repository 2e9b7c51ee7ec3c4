using System.Globalization;

namespace Maltall.Etl.Synthesize;

/// <summary>Husbanken's payment files and the programme office's workbooks.</summary>
internal static class OfficeFormats
{
    private static readonly string[] _payment =
    [
        "utbetalingsnr", "virkemiddel", "bydel", "mottakertype", "fodselsnr", "antall_mottakere", "soknadsdato",
        "vedtaksdato", "utbetalt_dato", "belop_kr", "fra_kommunal_bolig",
    ];

    private static readonly string[] _activity =
    [
        "Aktivitetsnr", "Program", "Strategipunkt", "Type", "Målnivå", "Bydel", "Område", "Dato", "Deltakere",
        "Herav ansatte", "Nådd i målgruppen", "Budsjett kr", "Brukt kr", "Status",
    ];

    /// <summary>The headings of the workbooks that were made from the office's English template.</summary>
    public static IReadOnlyList<string> EnglishActivityHeader { get; } =
    [
        "Activity ID", "Programme", "Strategy point", "Activity type", "Goal kind", "District", "Area", "Date",
        "Participants", "Of which employees", "Reached in target group", "Budget NOK", "Spent NOK", "Progress",
    ];

    public static SourceFormat<Payment> Payment { get; } = new("husbanken_payment", "husbanken_utbetaling_", _payment)
    {
        Render = Render,
        AmountColumn = Array.IndexOf(_payment, "belop_kr"),
        Breakages =
        [
            Breakage.InvalidDate(_payment, "utbetalt_dato"),
            Breakage.Set(_payment, "unknown_district", "bydel", "18"),
            Breakage.Set(_payment, "negative_number", "belop_kr", "-120000,00"),
            Breakage.Set(_payment, "missing_required", "virkemiddel", ""),
            Breakage.Set(_payment, "letters_in_number", "belop_kr", "I20000,00"),
            Breakage.Set(_payment, "paid_before_decided", "utbetalt_dato", "01.01.1999"),
            Breakage.Change(_payment, "person_without_number", ("mottakertype", _ => "person"), ("fodselsnr", _ => "")),
            Breakage.TooManyFields,
        ],
    };

    public static SourceFormat<Activity> Activity { get; } = new("programme_activity", "programaktivitet_", _activity)
    {
        Render = Render,
        Breakages =
        [
            Breakage.InvalidDate(_activity, "Dato"),
            Breakage.Set(_activity, "unknown_district", "Bydel", "18"),
            Breakage.Set(_activity, "negative_number", "Brukt kr", "-15000"),
            Breakage.Set(_activity, "missing_required", "Dato", ""),
            Breakage.Set(_activity, "letters_in_number", "Deltakere", "tolv"),
            Breakage.Change(_activity, "part_above_whole", ("Herav ansatte", count => count + "9999")),
        ],
    };

    private static string[] Render(Payment item, int known, bool wrong) =>
    [
        item.Id,
        item.Instrument,
        item.District,
        item.RecipientType,
        item.Household?.BirthNumber ?? "",
        Written.Count(item.Recipients),
        Written.Day(item.AppliedOn),
        Written.Day(item.DecidedOn),
        Written.Day(item.PaidOn),
        Written.Nok(wrong ? item.Amount + 1000 : item.Amount),
        item.FromMunicipalHome is { } from ? Written.YesNo(from) : "",
    ];

    private static string[] Render(Activity item, int known, bool wrong)
    {
        var held = known >= 1;
        var spent = wrong ? item.Spent + 10000 : held ? item.Spent : 0;
        return
        [
            item.Id,
            item.Kind.Programme,
            Written.Count(item.Kind.Point),
            item.Kind.Type,
            item.Kind.Goal,
            item.District,
            item.Area ?? "",
            Written.Day(item.HeldOn),
            Written.Count(held ? item.Participants : 0),
            Written.Count(held ? item.Employees : 0),
            Written.Count(held ? item.Reached : 0),
            Written.Count(item.Budget),
            spent.ToString("0.00", CultureInfo.InvariantCulture),
            held ? "gjennomfort" : "planlagt",
        ];
    }
}
