using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using Maltall.Etl;
using Maltall.Lake;

namespace Maltall.App.Setup;

/// <summary>What one command works with: its settings, clock, lake, definitions and key, each opened when it is first
/// asked for.</summary>
public sealed class Session
{
    private readonly Lazy<ContractCatalog> _contracts;
    private readonly Lazy<PseudonymKey> _key;

    /// <summary>Opens a session.</summary>
    /// <param name="settings">What the host was told.</param>
    /// <param name="cancellation">Cancelled when the user interrupts the command.</param>
    public Session(Settings settings, CancellationToken cancellation)
    {
        Settings = settings;
        Cancellation = cancellation;
        Clock = settings.Now is { } now ? new FixedClock(now) : TimeProvider.System;
        Lake = new DeltaLake(settings.Lake, Clock);
        _contracts = new Lazy<ContractCatalog>(() =>
            ContractCatalog.Load(Definitions("etl/contracts"), Definitions("etl/codes")));
        _key = new Lazy<PseudonymKey>(ReadKey);
    }

    /// <summary>What the host was told.</summary>
    public Settings Settings { get; }

    /// <summary>The run's clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Cancelled when the user interrupts the command.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The lake.</summary>
    public DeltaLake Lake { get; }

    /// <summary>The contracts of all sources.</summary>
    public ContractCatalog Contracts => _contracts.Value;

    /// <summary>What is due when.</summary>
    public IReadOnlyList<ScheduledSource> Schedule => Etl.Schedule.Load(
        Path.Combine(Definitions("etl"), "schedule.yaml"),
        Contracts.Contracts.Select(contract => contract.Id).ToList());

    /// <summary>How a job is tried again when something could not be reached.</summary>
    public RetryPolicy Retries => Etl.Schedule.Retries(Path.Combine(Definitions("etl"), "schedule.yaml"));

    /// <summary>The columns of every table that may be landed, by its name in the lake.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Column>> LandedColumns =>
        Contracts.Contracts.ToDictionary(contract => contract.Table, contract => contract.TableColumns);

    /// <summary>The pseudonym key; made once when no key file is named and none is there.</summary>
    public PseudonymKey Key => _key.Value;

    /// <summary>How the session's language writes numbers and dates.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(Settings.Lang == "en" ? "en-GB" : $"{Settings.Lang}-NO");

    /// <summary>Where people read times: Oslo.</summary>
    public static TimeZoneInfo Oslo { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>Opens a session by the environment and the flags that were given.</summary>
    public static Session Open(IReadOnlyDictionary<string, string> flags, CancellationToken cancellation)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "");
        return new Session(Settings.Read(environment, flags), cancellation);
    }

    /// <summary>The same session with its clock at another instant.</summary>
    public Session At(DateTimeOffset now) => new(Settings with { Now = now }, Cancellation);

    /// <summary>A folder of definitions under the home folder.</summary>
    /// <exception cref="UserError">It is not there.</exception>
    public string Definitions(string folder)
    {
        var path = Path.Combine(Settings.Home, folder);
        return Directory.Exists(path) ? path : throw new UserError(
            $"There are no definitions in {path}.", "Start by ./maltall in the checkout, or set MALTALL_HOME to it.");
    }

    private PseudonymKey ReadKey()
    {
        if (Settings.KeyFile is { } named)
        {
            return File.Exists(named) ? PseudonymKey.FromFile(named) : MakeKey(named);
        }

        var own = Path.Combine(Settings.Home, ".maltall", "pseudonym.key");
        return File.Exists(own) ? PseudonymKey.FromFile(own) : MakeKey(own);
    }

    private static PseudonymKey MakeKey(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))
            ?? throw new UserError($"{file} is no file name.", "Give the key file a name.");
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(file, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(32));
        }

        Console.Error.WriteLine($"maltall: made a new pseudonym key in {file}; keep a copy of it apart from the lake.");
        return PseudonymKey.FromFile(file);
    }
}
