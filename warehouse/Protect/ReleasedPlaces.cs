using Maltall.Warehouse.Measure;

namespace Maltall.Warehouse.Protect;

/// <summary>Which places a publication hides, so that a figure that is asked for anew is hidden where it was.</summary>
/// <param name="published">The figures that the publication holds ready; null for one that was made without.</param>
/// <param name="anew">What an indicator must hide when its definition is not the one it was published with.</param>
internal sealed class ReleasedPlaces(
    Lazy<FigureCube?> published, Func<IndicatorDefinition, IReadOnlySet<ReleasePlace>> anew)
{
    private readonly Dictionary<string, IReadOnlySet<ReleasePlace>> hidden = [];

    /// <summary>The place of a cell of a plan; null where it is none of those that are published.</summary>
    internal static ReleasePlace? PlaceOf(RequestPlan plan, IReadOnlyList<string> keys)
    {
        var places = plan.Where.Select(pair => (pair.Dimension.Name, pair.Member)).ToList();
        for (var at = 0; at < plan.By.Count; at++)
        {
            places.Add((plan.By[at].Name, keys[at < plan.PeriodKey.Place ? at : at + 1]));
        }

        var named = places.Where(place => place.Item2 != RequestPlan.Total).Distinct().ToList();
        if (named.Exists(place => place.Item1 == "district"))
        {
            named.RemoveAll(place => place.Item1 == "area");
        }

        var period = Period.Parse(keys[plan.PeriodKey.Place]);
        return named switch
        {
            [] => new ReleasePlace("", "", period),
            [var (dimension, member)] when SliceKey.Dimensions.Contains(dimension) =>
                new ReleasePlace(dimension, member, period),
            _ => null,
        };
    }

    /// <summary>True where the publication hides a place.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <param name="place">The place.</param>
    /// <param name="question">Fingerprint of the question that a slice answers by the definition at hand.</param>
    internal bool Hides(IndicatorDefinition indicator, ReleasePlace place, Func<SliceKey, string> question)
    {
        if (!indicator.Protected || published.Value is not { } cube)
        {
            return false;
        }

        if (!hidden.TryGetValue(indicator.Id, out var places))
        {
            hidden[indicator.Id] = places = Read(indicator, cube, question) ?? anew(indicator);
        }

        return places.Contains(place);
    }

    /// <summary>The hidden places as published; null when the definition has changed since.</summary>
    private static HashSet<ReleasePlace>? Read(
        IndicatorDefinition indicator, FigureCube cube, Func<SliceKey, string> question)
    {
        var places = new HashSet<ReleasePlace>();
        foreach (var dimension in SliceKey.Dimensions.Where(indicator.Dimensions.Contains).Prepend(""))
        {
            foreach (var key in indicator.Periods.Select(kind => new SliceKey(indicator.Id, dimension, kind)))
            {
                // A slice without a figure was not published, and has none to be hidden.
                if (cube.Slice(key) is not { } slice)
                {
                    continue;
                }

                if (slice.Definition != question(key))
                {
                    return null;
                }

                places.UnionWith(slice.Figures.Where(one => one.Figure is Figure.Hidden)
                    .Select(one => new ReleasePlace(dimension, one.Member, one.Period)));
            }
        }

        return places;
    }
}
