using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Maltall.Etl.Fetch;

namespace Maltall.Etl.Forget;

/// <summary>What is to be put in the place of what, in the bytes of a delivery.</summary>
/// <param name="Person">
/// For an identity number, what stands for it: an anonymous household, or <see cref="Suppression.LeftOut"/> to leave
/// the row empty; null for a person who is not concerned.
/// </param>
/// <param name="Keys">For each column by our name, the new key by the old.</param>
internal sealed record RedactionPlan(
    Func<string, string?> Person, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Keys);

/// <summary>
/// Takes persons out of the bytes of a CSV delivery and leaves everything else: the rows keep their lines, and what is
/// read from them stays, but for whose they are. So the file lands again as it landed.
/// </summary>
/// <param name="contract">How the file is written.</param>
/// <param name="plan">Who is taken out.</param>
internal sealed class Redaction(Contract contract, RedactionPlan plan)
{
    private readonly CsvFields _fields = new((byte)contract.Csv.Delimiter);
    private readonly SearchValues<string> _ids =
        SearchValues.Create([.. plan.Keys.Values.SelectMany(map => map.Keys)], StringComparison.Ordinal);

    private readonly bool _hasIds = plan.Keys.Values.Any(map => map.Count > 0);

    private Dictionary<int, ContractColumn> _columns = [];
    private bool _isUtf8;
    private int _wanted;

    /// <summary>Copies a delivery without the persons; gives the number of records that were changed.</summary>
    public long Run(Func<Stream> open, Stream target, CancellationToken cancellation)
    {
        CsvLayout layout;
        using (var look = open())
        {
            layout = new CsvScan(_fields, contract.Csv.SkipLines, null).Scan(look, null, cancellation);
        }

        var headings = new Headings(contract, layout.Heading);
        _wanted = layout.Heading.Count;
        _isUtf8 = layout.Encoding == "utf-8";
        _columns = contract.Columns.Where(column => headings.At(column.Name) >= 0)
            .GroupBy(column => headings.At(column.Name)).ToDictionary(group => group.Key, group => group.First());
        var changed = 0L;
        using var file = open();
        foreach (var (bytes, isRecord) in new CsvRecords(file, _fields, layout.HeadingLine, _wanted).Read())
        {
            var redacted = Redact(bytes, isRecord);
            changed += redacted is null ? 0 : 1;
            target.Write(redacted ?? bytes);
        }

        return changed;
    }

    private byte[]? Redact(byte[] record, bool isRecord)
    {
        var numbers = NumberSearch.Find(record, number => plan.Person(number) is not null);
        var hasId = _hasIds && Encoding.Latin1.GetString(record).AsSpan().ContainsAny(_ids);
        if (numbers.Count == 0 && !hasId)
        {
            return null;
        }

        var body = CsvRecords.Body(record);
        var isSound = isRecord && _fields.Fault(body, _wanted) is null && (!_isUtf8 || Utf8.IsValid(record));
        return isSound ? Rewritten(record, body) : numbers.Count > 0 ? Masked(record) : null;
    }

    // What cannot be read is not landed, so only its form must stay.
    private static byte[] Masked(byte[] record) =>
        [.. record.Select(letter => char.IsAsciiLetterOrDigit((char)letter) ? (byte)'x' : letter)];

    private byte[]? Rewritten(byte[] record, ReadOnlySpan<byte> body)
    {
        var texts = new List<string>();
        for (var at = 0; at <= body.Length;)
        {
            var end = _fields.End(body, at);
            texts.Add(Encoding.Latin1.GetString(body[at..end]));
            at = end + 1;
        }

        var own = texts.Index().Where(one => IsPerson(one.Index)).Select(one => plan.Person(Plain(one.Item)))
            .FirstOrDefault(text => text is not null);
        var concerned = own is not null || texts.Index().Any(one => IsPerson(one.Index) && Concerns(one.Item));
        var changed = texts.Select((text, at) => own == Suppression.LeftOut && !IsPerson(at)
            ? Blank(text) : Field(text, at, concerned)).ToList();
        if (changed.SequenceEqual(texts, StringComparer.Ordinal))
        {
            return null;
        }

        var line = string.Join(contract.Csv.Delimiter, changed);
        return [.. Encoding.Latin1.GetBytes(line), .. record.AsSpan(body.Length)];
    }

    private bool IsPerson(int at) => _columns.TryGetValue(at, out var column) && column.Type == ContractType.Pseudonym;

    private bool Concerns(string text) =>
        NumberSearch.Find(Encoding.Latin1.GetBytes(text), number => plan.Person(number) is not null).Count > 0;

    private string Field(string text, int at, bool concerned)
    {
        var column = _columns.GetValueOrDefault(at);
        var plain = Plain(text);
        if (column is { Drop: true } && concerned)
        {
            return Blank(text);
        }

        if (IsPerson(at) && plan.Person(plain) is { } anonymous)
        {
            return anonymous;
        }

        if (column is not null && plan.Keys.TryGetValue(column.As, out var map) && map.TryGetValue(plain, out var key))
        {
            return key;
        }

        return Concerns(text) ? WithoutNumbers(text) : text;
    }

    private string WithoutNumbers(string text)
    {
        var letters = text.ToCharArray();
        foreach (var (start, end, _) in NumberSearch.Find(
            Encoding.Latin1.GetBytes(text), number => plan.Person(number) is not null))
        {
            for (var at = start; at < end; at++)
            {
                letters[at] = char.IsAsciiDigit(letters[at]) ? '0' : letters[at];
            }
        }

        return new string(letters);
    }

    // The lines of a field are kept, so that the records after it keep theirs.
    private static string Blank(string text)
    {
        var ends = string.Concat(text.Where(letter => letter is '\r' or '\n'));
        return ends.Length == 0 ? "" : $"\"{ends}\"";
    }

    private static string Plain(string text)
    {
        var inner = text is ['"', .. var quoted, '"']
            ? quoted.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
        return inner.Trim(' ');
    }
}
