using System.Globalization;
using System.Text;

namespace Maltall.Bench.Landing;

/// <summary>
/// Writes case rows as a case system would deliver them: one in a thousand breaks a rule, one in ten thousand is
/// delivered twice.
/// </summary>
public static class CaseFile
{
    private const ulong Seed = 20151231;
    private static readonly string[] Types = ["enslig", "par_med_barn", "par_uten_barn", "enslig_forsorger"];
    private static readonly string[] Given = ["Kari", "Ole", "Fatima", "Thanh", "Åse", "Øyvind", "Mohamed", "Ingrid"];
    private static readonly string[] Family =
        ["Nordmann", "Hansen", "Ali", "Nguyen", "Bjørnstad", "Ærø", "Ahmed", "Vik"];
    private static readonly string[] Streets = ["Storgata", "Trondheimsveien", "Veitvetveien", "Tante Ulrikkes vei"];

    /// <summary>Writes so many rows.</summary>
    public static void Write(string path, long rows)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        file.NewLine = "\n";
        file.WriteLine("saksnr;fodselsnr;navn;adresse;bydel;husstandstype;antall_barn;ny_soker;mottatt_dato;" +
            "behov_kartlagt_dato;antall_soverom;vedtak;vedtaksdato;innflyttet_dato;belop_kr");
        var random = new Sequence(Seed);
        var last = "";
        for (var row = 0L; row < rows; row++)
        {
            if (row % 10_000 != 9_999)
            {
                last = Line(row, random);
            }

            file.WriteLine(last);
        }
    }

    private static string Line(long row, Sequence random)
    {
        var received = new DateOnly(2009, 1, 1).AddDays(random.Below(2557));
        var (mapped, decided, granted) = (random.Below(3) > 0, random.Below(4) > 0, random.Below(5) > 1);
        var decidedOn = received.AddDays(random.Below(120));
        var bad = row % 1000 == 500;
        return string.Create(CultureInfo.InvariantCulture, $"S{row:00000000};{Number(random)};" +
            $"{Name(random)};{Address(random)};{1 + random.Below(15):00};" +
            $"{Types[random.Below(4)]};{random.Below(5)};{(random.Below(2) == 0 ? 'J' : 'N')};" +
            $"{(bad ? "31.02.2012" : Day(received))};{(mapped ? Day(received.AddDays(random.Below(60))) : "")};" +
            $"{1 + random.Below(4)};{(decided ? granted ? "innvilget" : "avslag" : "")};" +
            $"{(decided ? Day(decidedOn) : "")};" +
            $"{(decided && granted ? Day(decidedOn.AddDays(random.Below(200))) : "")};" +
            $"{random.Below(900_000)},{random.Below(100):00}");
    }

    /// <summary>One of some 400 000 invented names.</summary>
    private static string Name(Sequence random) => string.Create(CultureInfo.InvariantCulture,
        $"{Family[random.Below(8)]}{(char)('a' + random.Below(26))}{(char)('a' + random.Below(26))}, " +
        $"{Given[random.Below(8)]} {(char)('A' + random.Below(10))}.");

    /// <summary>One of some 300 000 invented addresses.</summary>
    private static string Address(Sequence random) => string.Create(CultureInfo.InvariantCulture,
        $"{(char)('A' + random.Below(26))}{Streets[random.Below(4)]} {1 + random.Below(200)}, " +
        $"{random.Below(15):0000} Oslo");

    private static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>
    /// An invented identity number with the month of synthetic ones (80 added) and right control digits.
    /// </summary>
    private static string Number(Sequence random)
    {
        while (true)
        {
            var head = string.Create(CultureInfo.InvariantCulture,
                $"{1 + random.Below(28):00}{81 + random.Below(12)}{random.Below(100):00}{random.Below(1000):000}");
            var one = (11 - (Sum(head, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
            var two = (11 - (Sum(head + one, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
            if (one < 10 && two < 10)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{head}{one}{two}");
            }
        }
    }

    private static int Sum(string digits, int[] weights) =>
        weights.Select((weight, at) => at < digits.Length ? weight * (digits[at] - '0') : 0).Sum();

    /// <summary>A repeatable sequence (SplitMix64, Steele and others 2014).</summary>
    private sealed class Sequence(ulong state)
    {
        public int Below(int limit)
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15;
                var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
                return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
            }
        }
    }
}
