using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Maltall.Lake.Log;

/// <summary>Columns as the schema text of the Delta protocol, and back.</summary>
internal static partial class SchemaText
{
    /// <summary>The <c>schemaString</c> of a table.</summary>
    public static string Write(IReadOnlyList<Column> columns)
    {
        var fields = new JsonArray();
        foreach (var column in columns)
        {
            fields.Add(new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = Name(column.Type),
                ["nullable"] = column.Nullable,
                ["metadata"] = new JsonObject(),
            });
        }

        return new JsonObject { ["type"] = "struct", ["fields"] = fields }.ToJsonString(JsonText.Options);
    }

    /// <summary>Reads a <c>schemaString</c>.</summary>
    /// <exception cref="UserError">A column has a type that this lake does not know.</exception>
    public static IReadOnlyList<Column> Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.GetProperty("fields").EnumerateArray().Select(Field)];
    }

    private static Column Field(JsonElement field)
    {
        var name = field.GetProperty("name").GetString()!; // The protocol demands a name.
        var type = field.GetProperty("type");
        var known = type.ValueKind == JsonValueKind.String ? Type(type.GetString()!) : null;
        return new Column(
            name,
            known ?? throw new UserError(
                $"The column {name} has the type {type.GetRawText()}, which this lake does not read.",
                "Write the column as text, number, truth, date or timestamp."),
            field.GetProperty("nullable").GetBoolean());
    }

    private static string Name(ColumnType type) => type switch
    {
        ColumnType.Text => "string",
        ColumnType.Integer => "integer",
        ColumnType.Long => "long",
        ColumnType.Double => "double",
        ColumnType.Boolean => "boolean",
        ColumnType.Date => "date",
        ColumnType.Timestamp => "timestamp",
        ColumnType.Decimal => "decimal(18,2)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of column."),
    };

    private static ColumnType? Type(string name) => name switch
    {
        "string" => ColumnType.Text,
        "integer" or "short" or "byte" => ColumnType.Integer,
        "long" => ColumnType.Long,
        "double" or "float" => ColumnType.Double,
        "boolean" => ColumnType.Boolean,
        "date" => ColumnType.Date,
        "timestamp" => ColumnType.Timestamp,
        _ => Decimal(name),
    };

    private static ColumnType? Decimal(string name)
    {
        var match = DecimalName().Match(name);
        if (!match.Success)
        {
            return null;
        }

        var precision = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var scale = int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        return scale <= 2 && precision - scale <= 16 ? ColumnType.Decimal : null;
    }

    [GeneratedRegex(@"^decimal\(([0-9]{1,2}),\s*([0-9]{1,2})\)$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalName();
}
