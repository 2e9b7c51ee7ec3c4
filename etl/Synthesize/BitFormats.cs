namespace Maltall.Etl.Synthesize;

/// <summary>The extracts of BIT: one line per case, with what is known by the end of the month.</summary>
internal static class BitFormats
{
    private static readonly string[] _application =
    [
        "soknadsnr", "fodselsnr", "navn", "adresse", "bydel", "husstandstype", "antall_barn", "ny_soker",
        "mottatt_dato", "behov_kartlagt_dato", "antall_soverom", "vedtak", "vedtaksdato", "innflyttet_dato",
    ];

    private static readonly string[] _tenancy =
    [
        "kontraktsnr", "soknadsnr", "fodselsnr", "bydel", "husstandstype", "barn_under_18", "antall_soverom",
        "startdato", "sluttdato", "sluttarsak", "husleie_kr",
    ];

    private static readonly string[] _stay =
        ["oppholdsnr", "fodselsnr", "bydel", "botilbud", "har_barn", "inn_dato", "ut_dato", "dognpris_kr"];

    private static readonly string[] _eviction =
        ["begjaringsnr", "kontraktsnr", "fodselsnr", "bydel", "arsak", "begjart_dato", "gjennomfort_dato"];

    private static readonly string[] _stock =
        ["maned_slutt", "bydel", "antall_soverom", "disponert", "eid", "rullestol", "ledig"];

    public static SourceFormat<Application> Application { get; } = new("bit_application", "bit_soknad_", _application)
    {
        Render = Render,
        Breakages =
        [
            Breakage.InvalidDate(_application, "mottatt_dato"),
            Breakage.Set(_application, "unknown_district", "bydel", "18"),
            Breakage.Set(_application, "negative_number", "antall_barn", "-1"),
            Breakage.Set(_application, "missing_required", "mottatt_dato", ""),
            Breakage.Set(_application, "letters_in_number", "antall_barn", "to"),
            DecidedTooEarly(),
            Breakage.TooManyFields,
        ],
    };

    public static SourceFormat<Tenancy> Tenancy { get; } = new("bit_tenancy", "bit_leieforhold_", _tenancy)
    {
        Render = Render,
        AmountColumn = Array.IndexOf(_tenancy, "husleie_kr"),
        Breakages =
        [
            Breakage.InvalidDate(_tenancy, "startdato"),
            Breakage.Set(_tenancy, "unknown_district", "bydel", "18"),
            Breakage.Set(_tenancy, "negative_number", "husleie_kr", "-5750,00"),
            Breakage.Set(_tenancy, "missing_required", "fodselsnr", ""),
            Breakage.Set(_tenancy, "letters_in_number", "husleie_kr", "57S0,00"),
            Breakage.Change(_tenancy, "end_without_reason", ("sluttdato", _ => "31.12.2020"), ("sluttarsak", _ => "")),
            Breakage.TooManyFields,
        ],
    };

    public static SourceFormat<Stay> Stay { get; } = new("bit_temporary_stay", "bit_midlertidig_", _stay)
    {
        Render = Render,
        AmountColumn = Array.IndexOf(_stay, "dognpris_kr"),
        Breakages =
        [
            Breakage.InvalidDate(_stay, "inn_dato"),
            Breakage.Set(_stay, "unknown_district", "bydel", "18"),
            Breakage.Set(_stay, "negative_number", "dognpris_kr", "-640,00"),
            Breakage.Set(_stay, "missing_required", "botilbud", ""),
            Breakage.Set(_stay, "letters_in_number", "dognpris_kr", "6A0,00"),
            Breakage.Set(_stay, "end_before_start", "ut_dato", "01.01.1999"),
            Breakage.TooManyFields,
        ],
    };

    public static SourceFormat<Eviction> Eviction { get; } = new("bit_eviction", "bit_utkastelse_", _eviction)
    {
        Render = Render,
        Breakages =
        [
            Breakage.InvalidDate(_eviction, "begjart_dato"),
            Breakage.Set(_eviction, "unknown_district", "bydel", "18"),
            Breakage.Set(_eviction, "missing_required", "begjart_dato", ""),
            Breakage.Set(_eviction, "end_before_start", "gjennomfort_dato", "01.01.1999"),
            Breakage.TooManyFields,
        ],
    };

    public static SourceFormat<StockCell> Stock { get; } = new("bit_home_stock", "bit_boligmasse_", _stock)
    {
        Render = Render,
        Breakages =
        [
            Breakage.InvalidDate(_stock, "maned_slutt"),
            Breakage.Set(_stock, "unknown_district", "bydel", "18"),
            Breakage.Set(_stock, "negative_number", "ledig", "-2"),
            Breakage.Set(_stock, "missing_required", "disponert", ""),
            Breakage.Set(_stock, "letters_in_number", "disponert", "l2"),
            Breakage.Change(_stock, "part_above_whole", ("eid", eid => eid + "9999")),
            Breakage.TooManyFields,
        ],
    };

    private static string[] Render(Application item, int known, bool wrong)
    {
        var household = item.Household;
        var bedrooms = wrong ? (household.Bedrooms < 5 ? household.Bedrooms + 1 : 4) : household.Bedrooms;
        return
        [
            item.Id,
            household.BirthNumber,
            household.Name,
            household.Address,
            household.District.Code,
            household.Type,
            Written.Count(household.Children),
            Written.YesNo(item.IsNew),
            Written.Day(item.ReceivedOn),
            known >= 1 ? Written.Day(item.MappedOn) : "",
            Written.Count(bedrooms),
            known >= 2 ? item.Decision : "",
            known >= 2 ? Written.Day(item.DecidedOn) : "",
            known >= 3 ? Written.Day(item.MovedInOn) : "",
        ];
    }

    private static string[] Render(Tenancy item, int known, bool wrong) =>
    [
        item.Id,
        item.Application?.Id ?? "",
        item.Household.BirthNumber,
        item.Household.District.Code,
        item.Household.Type,
        Written.Count(item.Household.Children),
        Written.Count(item.Bedrooms),
        Written.Day(item.StartedOn),
        known >= 1 ? Written.Day(item.EndedOn) : "",
        known >= 1 ? item.EndReason ?? "" : "",
        Written.Nok(wrong ? item.Rent * 10 : item.Rent),
    ];

    private static string[] Render(Stay item, int known, bool wrong) =>
    [
        item.Id,
        item.Household.BirthNumber,
        item.Household.District.Code,
        item.Accommodation,
        Written.YesNo(item.Household.Children > 0),
        Written.Day(item.StartedOn),
        known >= 1 ? Written.Day(item.EndedOn) : "",
        Written.Nok(wrong ? item.NightPrice * 10 : item.NightPrice),
    ];

    private static string[] Render(Eviction item, int known, bool wrong) =>
    [
        item.Id,
        item.Tenancy?.Id ?? "",
        item.Household.BirthNumber,
        item.Household.District.Code,
        !wrong ? item.Reason : item.Reason == "husordensbrudd" ? "husleierestanse" : "husordensbrudd",
        Written.Day(item.RequestedOn),
        known >= 1 ? Written.Day(item.CarriedOutOn) : "",
    ];

    private static string[] Render(StockCell item, int known, bool wrong) =>
    [
        Written.Day(item.MonthEnd),
        item.District,
        Written.Count(item.Bedrooms),
        Written.Count(item.Disposed),
        Written.Count(item.Owned),
        Written.Count(item.Accessible),
        Written.Count(wrong ? (item.Vacant == item.Disposed ? 0 : item.Disposed) : item.Vacant),
    ];

    private static Breakage DecidedTooEarly()
    {
        var received = Array.IndexOf(_application, "mottatt_dato");
        return new Breakage("decided_before_received", row =>
        {
            string[] broken = [.. row];
            broken[^3] = "avslag";
            broken[^2] = Written.Day(Written.ToDay(row[received]).AddDays(-12));
            broken[^1] = "";
            return broken;
        });
    }
}
