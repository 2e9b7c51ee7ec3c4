using System.Text.RegularExpressions;
using Maltall.Lake;

namespace Maltall.Warehouse.Conform;

/// <summary>One <c>.sql</c> file with its header.</summary>
/// <param name="Name">Name of the file without ending; the table or the check.</param>
/// <param name="Description">What the first line of the header says.</param>
/// <param name="Text">The whole file, which is one select.</param>
/// <param name="Reads">Tables it reads, by room and name.</param>
/// <param name="Fields">The other fields of the header.</param>
internal sealed partial record SqlFile(
    string Name,
    string Description,
    string Text,
    IReadOnlyList<string> Reads,
    IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Reads all files of a folder, in order of name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="required">Fields that each header must have.</param>
    internal static IReadOnlyList<SqlFile> ReadAll(string folder, IReadOnlyList<string> required) =>
        [.. Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(path => Read(path, required))];

    /// <summary>The select, ready to stand in brackets.</summary>
    internal string Select => Text.TrimEnd().TrimEnd(';');

    private static SqlFile Read(string path, IReadOnlyList<string> required)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var file = Path.GetFileName(path);
        var text = File.ReadAllText(path);
        var header = text.Split('\n').TakeWhile(line => line.StartsWith("-- ", StringComparison.Ordinal))
            .Select(line => HeaderLine().Match(line)).Where(match => match.Success)
            .Select(match => (Field: match.Groups[1].Value, Value: match.Groups[2].Value.Trim()))
            .ToList();
        if (header.Count == 0 || header[0].Field != name)
        {
            throw new UserError(
                $"{file} line 1: the header does not name it", $"Begin the file with '-- {name}: what a row is'.");
        }

        foreach (var field in required.Where(field => !header.Exists(line => line.Field == field)))
        {
            throw new UserError($"{file}: the header has no '{field}'", $"Add the line '-- {field}: …'.");
        }

        const StringSplitOptions Tidy = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var reads = header.Where(line => line.Field == "reads" && line.Value != "nothing")
            .SelectMany(line => line.Value.Split(',', Tidy))
            .ToList();
        RequireDeclared(file, text, reads);
        var fields = header.Skip(1).Where(line => line.Field != "reads")
            .ToDictionary(line => line.Field, line => line.Value);
        return new SqlFile(name, header[0].Value, text, reads, fields);
    }

    private static void RequireDeclared(string file, string text, List<string> reads)
    {
        var code = text.Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal));
        var body = string.Join('\n', code);
        foreach (Match match in TableName().Matches(body))
        {
            if (!reads.Contains(match.Value))
            {
                throw new UserError(
                    $"{file}: {match.Value} is read but not declared", $"Add {match.Value} to '-- reads:'.");
            }
        }
    }

    [GeneratedRegex("^-- ([a-z0-9_]+): +(.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"\b(landed|conformed|operations)\.[a-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();
}
