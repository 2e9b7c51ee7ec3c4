using System.Text.Encodings.Web;
using System.Text.Json;

namespace Maltall.Lake.Log;

/// <summary>How the lake writes JSON: on one line, letters as they are.</summary>
internal static class JsonText
{
    /// <summary>For documents.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For writers.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
