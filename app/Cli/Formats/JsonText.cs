using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Maltall.App.Cli.Formats;

/// <summary>How JSON is written: indented, with the real Norwegian letters.</summary>
internal static class JsonText
{
    /// <summary>Options for JSON that a person may read.</summary>
    public static JsonSerializerOptions Readable { get; } = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };
}
