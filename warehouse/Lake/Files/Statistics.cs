using System.Globalization;
using System.Text;
using System.Text.Json;
using Maltall.Lake.Log;

namespace Maltall.Lake.Files;

/// <summary>Range and number of nulls of one column of a file.</summary>
/// <param name="Least">Least value as text; null where not known.</param>
/// <param name="Greatest">Greatest value as text; null where not known.</param>
/// <param name="Nulls">Number of rows without value.</param>
internal sealed record ColumnRange(string? Least, string? Greatest, long Nulls);

/// <summary>The statistics of a file in the form of the Delta protocol; by them a reader may leave it
/// unopened.</summary>
internal static class Statistics
{
    private const int TextLength = 32;

    /// <summary>Writes the statistics.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Columns of the file.</param>
    /// <param name="ranges">Range by name of column; a column may be left out.</param>
    public static string Write(
        long rows, IReadOnlyList<Column> columns, IReadOnlyDictionary<string, ColumnRange> ranges)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonText.Writer))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", rows);
            var known = columns.Where(column => ranges.ContainsKey(column.Name)).ToList();
            Values(json, "minValues", known, column => Least(column, ranges[column.Name]));
            Values(json, "maxValues", known, column => Greatest(column, ranges[column.Name]));
            json.WriteStartObject("nullCount");
            known.ForEach(column => json.WriteNumber(column.Name, ranges[column.Name].Nulls));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The longest text that is not after the given one and has at most 32 characters.</summary>
    public static string CutDown(string text) => Cut(text, out _);

    /// <summary>A text of at most 32 characters that is not before the given one; null when there is none.</summary>
    public static string? CutUp(string text)
    {
        var cut = Cut(text, out var whole);
        if (whole)
        {
            return text;
        }

        var runes = cut.EnumerateRunes().ToList();
        for (var last = runes.Count - 1; last >= 0; last--)
        {
            var next = runes[last].Value + 1 == 0xD800 ? 0xE000 : runes[last].Value + 1;
            if (Rune.TryCreate(next, out var raised))
            {
                return string.Concat(runes.Take(last)) + raised;
            }
        }

        return null;
    }

    private static string Cut(string text, out bool whole)
    {
        whole = text.Length <= TextLength;
        var length = whole ? text.Length : char.IsHighSurrogate(text[TextLength - 1]) ? TextLength - 1 : TextLength;
        return text[..length];
    }

    private static string? Least(Column column, ColumnRange range)
        => range.Least is { } text ? Value(column, text, up: false) : null;

    private static string? Greatest(Column column, ColumnRange range)
        => range.Greatest is { } text ? Value(column, text, up: true) : null;

    // A pseudonym must not leave the data files, so its range is never told.
    private static string? Value(Column column, string text, bool up)
        => column.Name.EndsWith("pseudonym", StringComparison.OrdinalIgnoreCase) ? null : column.Type switch
        {
            ColumnType.Text => up ? CutUp(text) : CutDown(text),
            ColumnType.Integer or ColumnType.Long or ColumnType.Decimal => text,
            ColumnType.Double => Finite(text),
            ColumnType.Date => text.Length == 10 ? text : null,
            ColumnType.Timestamp => Moment(text, up),
            _ => null,
        };

    private static string? Finite(string text)
        => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) : null;

    // The protocol has milliseconds here.
    private static string? Moment(string text, bool up)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        var floor = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        var shown = up && floor < time ? floor.AddMilliseconds(1) : floor;
        return shown.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    private static void Values(Utf8JsonWriter json, string name, List<Column> columns, Func<Column, string?> value)
    {
        json.WriteStartObject(name);
        foreach (var column in columns)
        {
            if (value(column) is not { } text)
            {
                continue;
            }

            json.WritePropertyName(column.Name);
            if (column.Type is ColumnType.Text or ColumnType.Date or ColumnType.Timestamp)
            {
                json.WriteStringValue(text);
            }
            else
            {
                json.WriteRawValue(text);
            }
        }

        json.WriteEndObject();
    }
}
