using CsCheck;

namespace Maltall.Warehouse.Tests;

/// <summary>What is computed of a history's rows.</summary>
internal enum Kind
{
    Count,
    Sum,
    Share,
    Ratio,
    Median,
}

/// <summary>One row: where, when, when something came of it, and an amount.</summary>
internal sealed record Event(int Place, int Day, int? Next, double Amount);

/// <summary>A definition: rows of which something came count from an amount on.</summary>
internal sealed record Meaning(Kind Kind, int Least);

/// <summary>Rows by key in two publications, the areas of places, and what is measured.</summary>
internal sealed record History(
    IReadOnlyList<(Event? Old, Event? New)> Rows, (int[] Old, int[] New) Areas, (Meaning Old, Meaning New) Meanings)
{
    public const int DataEnd = 14;
    public const int Places = 4;

    private static readonly Gen<Event> GenEvent =
        from place in Gen.Int[0, Places - 1]
        from day in Gen.Int[0, DataEnd]
        from next in Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, DataEnd].Select(at => (int?)at))
        from amount in Gen.OneOf(Gen.Int[0, 9].Select(whole => (double)whole), Gen.Double[-1e6, 1e6])
        select new Event(place, day, next, amount);

    private static readonly Gen<Func<Event, Event?>> GenFate =
        from fate in Gen.Int[0, 8]
        from other in GenEvent
        from day in Gen.Int[0, 20]
        select (Func<Event, Event?>)(row => fate switch
        {
            0 => null,
            1 => row with { Amount = other.Amount },
            2 => row with { Place = other.Place },
            3 => row with { Day = day },
            4 or 5 => row with { Next = row.Next ?? day, Amount = other.Amount },
            _ => row,
        });

    private static readonly Gen<Meaning> GenMeaning =
        from kind in Gen.Enum<Kind>()
        from least in Gen.Int[0, 6]
        select new Meaning(kind, least);

    public static readonly Gen<History> Any =
        from old in GenEvent.Array[0, 10]
        from fates in GenFate.Array[10]
        from added in GenEvent.Array[0, 6]
        from addedDays in Gen.Int[0, 20].Array[6]
        from areas in Gen.Int[0, 1].Array[Places]
        from newAreas in Gen.OneOf(Gen.Const((int[]?)null), Gen.Int[0, 1].Array[Places].Select(map => (int[]?)map))
        from meaning in GenMeaning
        from newMeaning in Gen.OneOf(Gen.Const((Meaning?)null), GenMeaning.Select(one => (Meaning?)one))
        select new History(
            [.. old.Select((row, at) => (Old: (Event?)row, New: fates[at](row))),
                .. added.Select((row, at) => ((Event?)null, (Event?)(row with { Day = addedDays[at] })))],
            (areas, newAreas ?? areas), (meaning, newMeaning ?? meaning));

    /// <summary>The step at which each row becomes what it is in the new publication.</summary>
    public IReadOnlyList<int> Steps { get; } = [.. Rows.Select(row => row switch
    {
        (null, { } added) => added.Day > DataEnd ? 1 : 2,
        ({ }, null) => 3,
        ({ } old, { } now) when old == now => 0,
        ({ Next: null } old, { Next: { } next } now) when old.Day == now.Day => next > DataEnd ? 1 : 2,
        _ => 3,
    })];

    /// <summary>The number of an area in a state, of the rows until the data's end; null where there is none.</summary>
    public double? Value(int state, int area)
    {
        var areas = state >= 4 ? Areas.New : Areas.Old;
        var meaning = state >= 5 ? Meanings.New : Meanings.Old;
        var rows = Rows.Select((row, at) => Steps[at] <= state ? row.New : row.Old).OfType<Event>()
            .Where(row => areas[row.Place] == area && row.Day <= DataEnd).ToList();
        var counted = rows.FindAll(row => row.Next is not null && row.Amount >= meaning.Least);
        return !areas.Contains(area) ? null : meaning.Kind switch
        {
            Kind.Count => counted.Count,
            Kind.Sum => counted.Sum(row => row.Amount),
            Kind.Share => rows.Count == 0 ? null : (double)counted.Count / rows.Count,
            Kind.Ratio => counted.Count == 0 ? null : rows.Sum(row => row.Amount) / counted.Count,
            _ => Median([.. counted.Select(row => row.Amount).Order()]),
        };
    }

    private static double? Median(double[] ordered) => ordered.Length == 0 ? null
        : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
}
