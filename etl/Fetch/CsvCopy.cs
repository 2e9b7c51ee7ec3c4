using System.Globalization;
using System.Text;

namespace Maltall.Etl.Fetch;

/// <summary>Writes the readable records of a CSV file as UTF-8, each with its line in front.</summary>
/// <param name="target">Takes <c>LINE delimiter RECORD newline</c>.</param>
/// <param name="encoding">What the records are written in: utf-8, latin-1 or windows-1252.</param>
/// <param name="delimiter">Byte between fields.</param>
internal sealed class CsvCopy(Stream target, string encoding, byte delimiter)
{
    private readonly Encoding? _from = encoding == "utf-8" ? null : Decoder(encoding);

    /// <summary>What the records are written in.</summary>
    public string Encoding => encoding;

    /// <summary>Reads bytes in an encoding of these names.</summary>
    public static Encoding Decoder(string encoding) => encoding switch
    {
        "utf-8" => System.Text.Encoding.UTF8,
        "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? System.Text.Encoding.Latin1,
        _ => System.Text.Encoding.Latin1,
    };

    /// <summary>Writes one record.</summary>
    public void Write(long line, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[24];
        line.TryFormat(number, out var digits, default, CultureInfo.InvariantCulture);
        number[digits] = delimiter;
        target.Write(number[..(digits + 1)]);
        if (_from is null || Ascii.IsValid(body))
        {
            target.Write(body);
        }
        else
        {
            target.Write(System.Text.Encoding.UTF8.GetBytes(_from.GetString(body)));
        }

        target.WriteByte((byte)'\n');
    }
}
