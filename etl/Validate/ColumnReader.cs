using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Maltall.Etl.Fetch;

namespace Maltall.Etl.Validate;

/// <summary>
/// Reads one column of a contract: the text of a field becomes a value, and the rules that it breaks are marked. Used
/// by one thread at a time.
/// </summary>
internal sealed class ColumnReader
{
    private readonly ContractColumn _column;
    private readonly RowRules.OfColumn _rules;
    private readonly byte[][] _missing;
    private readonly byte[][] _codes;
    private readonly Regex? _pattern;
    private readonly Regex? _extract;
    private readonly NumberForm _numberForm;
    private readonly DayForm _days;
    private readonly byte[] _true;
    private readonly byte[] _false;
    private readonly double _min;
    private readonly double _max;
    private readonly Pseudonyms? _pseudonyms;
    private readonly byte[] _numbers = [];
    private readonly byte[] _hex = [];
    private readonly int[] _numbered = [];
    private int _waiting;
    private int _lastCode;
    private char[] _letters = new char[64];

    /// <summary>Makes a reader.</summary>
    /// <param name="column">The column.</param>
    /// <param name="csv">How the delivery writes values.</param>
    /// <param name="rules">The column's rules and code list.</param>
    /// <param name="key">The key of the pseudonyms.</param>
    public ColumnReader(ContractColumn column, CsvDialect csv, RowRules.OfColumn rules, PseudonymKey key)
    {
        (_column, _rules) = (column, rules);
        _missing = [.. csv.Missing.Select(Encoding.UTF8.GetBytes)];
        _codes = [.. rules.Codes.Select(Encoding.UTF8.GetBytes)];
        _pattern = column.Pattern is { } pattern
            ? new Regex($"^(?:{pattern})\\z", RegexOptions.Compiled | RegexOptions.CultureInvariant) : null;
        _extract = column.Extract is { } extract ? new Regex(extract, RegexOptions.CultureInvariant) : null;
        _numberForm = new NumberForm((byte)csv.DecimalSign, (byte)(csv.Thousands ?? '\0'));
        _days = csv.Date switch
        {
            "dd.MM.yyyy" => DayForm.DayFirst, "MM/dd/yyyy" => DayForm.MonthFirst, _ => DayForm.YearFirst,
        };
        (_true, _false) = (Encoding.UTF8.GetBytes(csv.True), Encoding.UTF8.GetBytes(csv.False));
        _min = Bound(column.Min, double.NegativeInfinity);
        _max = Bound(column.Max, double.PositiveInfinity);
        if (column.Type == ContractType.Pseudonym)
        {
            var most = (int)NativeEngine.VectorSize();
            _pseudonyms = key.Pseudonyms();
            _numbered = new int[most];
            _numbers = new byte[most * Pseudonyms.Digits];
            _hex = new byte[most * Pseudonyms.Hex];
        }
    }

    /// <summary>Reads a field.</summary>
    /// <param name="field">Its text in UTF-8, blanks at its ends and all.</param>
    /// <param name="to">Takes the value.</param>
    /// <param name="row">Row of the vector.</param>
    /// <param name="broken">Masks of broken rules; those that the field breaks are added.</param>
    public void Read(ReadOnlySpan<byte> field, ref ColumnVector to, int row, Span<long> broken)
    {
        var text = _extract is null ? Blank.Trim(field) : Extracted(field);
        if (text.IsEmpty || IsMissing(text))
        {
            to.Null(row);
            Mark(_rules.Required, broken);
            return;
        }

        if (!Value(text, ref to, row, broken))
        {
            to.Null(row);
            Mark(_rules.Kind, broken);
        }

        if (_pattern is not null && !Matches(text))
        {
            Mark(_rules.Pattern, broken);
        }

        if (_rules.InCodes is not null && !IsCode(text))
        {
            Mark(_rules.InCodes, broken);
        }
    }

    /// <summary>Gives the rows that were read their pseudonyms, which are made many at a time.</summary>
    /// <param name="to">Takes the values.</param>
    public void Finish(ref ColumnVector to)
    {
        if (_waiting == 0 || _pseudonyms is null)
        {
            return;
        }

        _pseudonyms.Of(_numbers.AsSpan(0, _waiting * Pseudonyms.Digits), _hex);
        for (var at = 0; at < _waiting; at++)
        {
            to.Text(_numbered[at], _hex.AsSpan(at * Pseudonyms.Hex, Pseudonyms.Hex));
        }

        _numbers.AsSpan(0, _waiting * Pseudonyms.Digits).Clear();
        _waiting = 0;
    }

    private static void Mark(int? rule, Span<long> broken)
    {
        if (rule is { } number)
        {
            var (mask, bit) = RowRules.Place(number);
            broken[mask] |= 1L << bit;
        }
    }

    private double Bound(string? text, double none) => text is null ? none
        : _column.Type == ContractType.Date
            ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber
                - new DateOnly(1970, 1, 1).DayNumber
        : double.Parse(text, CultureInfo.InvariantCulture) * (_column.Type == ContractType.Money ? 100 : 1);

    private bool Value(ReadOnlySpan<byte> text, ref ColumnVector to, int row, Span<long> broken)
    {
        switch (_column.Type)
        {
            case ContractType.Whole when TypedText.Whole(text, _numberForm, out var whole):
                to.Long(row, whole);
                return InRange(whole, broken);
            case ContractType.Money when TypedText.Money(text, _numberForm, out var hundredths):
                to.Long(row, hundredths);
                return InRange(hundredths, broken);
            case ContractType.Number when TypedText.Number(text, _numberForm, out var number):
                to.Number(row, number);
                return InRange(number, broken);
            case ContractType.Date when TypedText.Day(text, _days, out var day):
                to.Day(row, day);
                return InRange(day, broken);
            case ContractType.Timestamp when TypedText.Instant(text, out var instant):
                to.Long(row, instant);
                return true;
            case ContractType.Boolean when text.SequenceEqual(_true) || text.SequenceEqual(_false):
                to.Flag(row, text.SequenceEqual(_true));
                return true;
            case ContractType.Pseudonym when TypedText.IsIdentityNumber(text):
                text.CopyTo(_numbers.AsSpan(_waiting * Pseudonyms.Digits));
                _numbered[_waiting++] = row;
                return true;
            case ContractType.Text:
                to.Text(row, text);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Marks a value outside its bounds; it is a value all the same.</summary>
    private bool InRange(double value, Span<long> broken)
    {
        if (value < _min || value > _max)
        {
            Mark(_rules.InRange, broken);
        }

        return true;
    }

    private bool IsMissing(ReadOnlySpan<byte> text)
    {
        foreach (var missing in _missing)
        {
            if (text.SequenceEqual(missing))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsCode(ReadOnlySpan<byte> text)
    {
        if (_codes.Length > 0 && text.SequenceEqual(_codes[_lastCode]))
        {
            return true;
        }

        for (var at = 0; at < _codes.Length; at++)
        {
            if (text.SequenceEqual(_codes[at]))
            {
                _lastCode = at;
                return true;
            }
        }

        return false;
    }

    private bool Matches(ReadOnlySpan<byte> text) => _pattern!.IsMatch(Letters(text)); // Asked only with a pattern.

    private ReadOnlySpan<byte> Extracted(ReadOnlySpan<byte> field)
    {
        var group = _extract!.Match(Encoding.UTF8.GetString(field)).Groups[1]; // Asked only with an expression.
        return Encoding.UTF8.GetBytes(group.Value);
    }

    private ReadOnlySpan<char> Letters(ReadOnlySpan<byte> text)
    {
        if (_letters.Length < text.Length)
        {
            _letters = new char[text.Length * 2];
        }

        return _letters.AsSpan(0, Encoding.UTF8.GetChars(text, _letters));
    }
}
