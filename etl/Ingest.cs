using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Maltall.Etl.Fetch;
using Maltall.Etl.Forget;
using Maltall.Etl.Land;
using Maltall.Etl.Validate;
using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>Takes deliveries in: fetch, validate, land.</summary>
public sealed partial class Ingest : IDisposable
{
    private const int RecordEvery = 40;
    private const long SmallDelivery = 20_000;

    private readonly DeltaLake _lake;
    private readonly ContractCatalog _contracts;
    private readonly PseudonymKey _key;
    private readonly DuckDBConnection _connection;
    private readonly BatchLog _log;
    private readonly RawStore _raw;
    private readonly Scratch _scratch;
    private readonly Suppression _forgotten;
    private readonly List<(Batch Batch, string? Taken)> _unrecorded = [];
    private readonly Dictionary<string, RowRules> _rules = [];
    private int _threads;
    private bool _isReplay;
    private readonly Dictionary<(string Source, string Hash), Batch> _known;

    /// <summary>Opens the way into a lake.</summary>
    /// <exception cref="UserError">The lake was made with another pseudonym key.</exception>
    public Ingest(DeltaLake lake, ContractCatalog contracts, PseudonymKey key)
    {
        _lake = lake;
        _contracts = contracts;
        _key = key;
        KeyMark.Keep(lake.Root, key);
        _raw = new RawStore(Path.Combine(lake.Root, "raw"));
        _forgotten = Suppression.Open(lake.Root, key.RawKey());
        _scratch = new Scratch(Path.Combine(lake.Root, ".staging"));
        _log = new BatchLog(lake);
        _known = _log.Batches().ToDictionary(batch => (batch.Source, batch.ContentHash));
        _connection = LakeConnection.Open();
        BatchLog.Prepare(_connection);
        BoundMemory();
        DeliveryFunction.Register(_connection);
    }

    /// <summary>Lands deliveries of one source, one after the other, and records them.</summary>
    /// <param name="contract">The source.</param>
    /// <param name="filesOrUrls">
    /// Where the deliveries are; those of the inbox are taken away when they are recorded.
    /// </param>
    /// <param name="done">Told of each delivery.</param>
    /// <param name="cancellation">Looked at before each delivery; what was landed until then is recorded.</param>
    public void Land(
        Contract contract, IReadOnlyList<string> filesOrUrls, Action<Reading> done, CancellationToken cancellation)
    {
        try
        {
            foreach (var one in filesOrUrls)
            {
                cancellation.ThrowIfCancellationRequested();
                done(TakeAlone(contract, one, cancellation));
                if (_unrecorded.Count >= RecordEvery)
                {
                    Record();
                }
            }
        }
        finally
        {
            Record();
        }
    }

    /// <summary>Lands a kept delivery as it was recorded, into a lake that is made anew.</summary>
    /// <param name="contract">The source.</param>
    /// <param name="recorded">The delivery as the first lake recorded it.</param>
    /// <param name="file">The kept bytes; null for a delivery that was refused, which is only recorded.</param>
    /// <param name="cancellation">Stops before the rows are landed.</param>
    internal Reading Replay(Contract contract, Batch recorded, string? file, CancellationToken cancellation)
    {
        _isReplay = true;
        if (_unrecorded.Count >= RecordEvery)
        {
            Record();
        }

        if (file is null)
        {
            Remember(recorded, null);
            return new Reading.Refused(recorded.File, recorded.Reason ?? "", "");
        }

        try
        {
            return Take(contract, new Delivery(file, recorded.File, recorded.ContentHash, recorded.Synthetic),
                cancellation);
        }
        finally
        {
            _scratch.Clear();
        }
    }

    /// <summary>Takes over what another lake keeps of a delivery, as it is kept there.</summary>
    internal void TakeOver(RawFile kept, string from)
    {
        var target = Path.Combine(_lake.Root, Path.GetRelativePath(from, kept.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!); // A file has a folder.
        File.Copy(kept.Path, target, overwrite: true);
    }

    /// <summary>Records the last deliveries of a replay.</summary>
    internal void EndReplay() => Record();

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Takes one delivery; no copy of its rows outlives that.</summary>
    private Reading TakeAlone(Contract contract, string fileOrUrl, CancellationToken cancellation)
    {
        try
        {
            return Take(contract, Delivery.Open(fileOrUrl, _scratch.Folder, cancellation), cancellation);
        }
        finally
        {
            _scratch.Clear();
        }
    }

    private Reading Take(Contract contract, Delivery delivery, CancellationToken cancellation)
    {
        var inbox = Path.GetFullPath(Path.Combine(_lake.Root, "inbox")) + Path.DirectorySeparatorChar;
        var taken = delivery.Path.StartsWith(inbox, StringComparison.Ordinal) ? delivery.Path : null;
        if (_known.TryGetValue((contract.Id, delivery.Hash), out var earlier) && IsSettled(earlier, contract))
        {
            if (taken is not null && earlier.Status == "landed")
            {
                File.Delete(taken);
            }

            return earlier.Status == "landed" ? new Reading.AlreadyLanded(earlier)
                : new Reading.Refused(delivery.Name, earlier.Status == "withdrawn"
                    ? $"these bytes were withdrawn: {earlier.Reason}" : earlier.Reason ?? "refused before",
                    "See maltall runs.");
        }

        var batch = new Batch($"{contract.Id}-{delivery.Hash[..16]}", contract.Id, delivery.Name, delivery.Hash)
        {
            ContractVersion = contract.Version,
            LandedAt = _lake.Clock.GetUtcNow(),
            Status = "landed",
            Synthetic = delivery.Synthetic,
            Period = contract.Arrives == "monthly" && MonthInName().Match(delivery.Name) is { Success: true } month
                ? month.Value : null,
        };
        var staging = new Stager(_scratch.Folder)
            .Stage(contract, delivery.Path, delivery.Name, cancellation);
        if (staging is Staging.Refused refused)
        {
            Remember(batch with { Status = "refused", Reason = $"{refused.Reason}. {refused.Remedy}" }, null);
            return new Reading.Refused(delivery.Name, refused.Reason, refused.Remedy);
        }

        UseThreads(((Staging.Rows)staging).RowsIn < SmallDelivery ? 1 : Environment.ProcessorCount);
        KeepRaw(contract, delivery, cancellation);
        var landed = new BatchLander(_lake, _connection, _key, new LakeJudge(_lake, _connection, _contracts))
        {
            Earlier = _known.Values,
        }.Land(contract, Rules(contract), batch, (Staging.Rows)staging, cancellation);
        Remember(landed, landed.Status == "landed" ? taken : null);
        return landed.Status == "landed" ? new Reading.Accepted(landed)
            : new Reading.Refused(delivery.Name, landed.Reason ?? "", $"See maltall rejects {contract.Id}.");
    }

    /// <summary>Keeps the delivered bytes; what is in them of persons who are forgotten is not kept.</summary>
    private void KeepRaw(Contract contract, Delivery delivery, CancellationToken cancellation)
    {
        if (!contract.HasPersonalData || contract.Format != "csv" || _forgotten.Count == 0 || _isReplay)
        {
            _raw.Keep(delivery.Path, delivery.Hash, contract.HasPersonalData ? _key.RawKey() : null);
            return;
        }

        var copy = Path.Combine(_scratch.Folder, $"{Guid.NewGuid():N}.kept");
        var plan = new RedactionPlan(number => _forgotten.Holds(number) ? Suppression.LeftOut : null,
            new Dictionary<string, IReadOnlyDictionary<string, string>>());
        long changed;
        using (var target = File.Create(copy))
        {
            changed = new Redaction(contract, plan).Run(() => File.OpenRead(delivery.Path), target, cancellation);
        }

        _raw.Keep(copy, delivery.Hash, _key.RawKey(), isRedacted: changed > 0);
        File.Delete(copy);
    }

    private RowRules Rules(Contract contract)
    {
        if (!_rules.TryGetValue(contract.Id, out var rules))
        {
            rules = new RowRules(contract, _contracts, new ForgottenRows(_forgotten, _isReplay));
            rules.Try(_connection);
            _rules.Add(contract.Id, rules);
        }

        return rules;
    }

    private static bool IsSettled(Batch earlier, Contract contract) =>
        earlier.Status is "landed" or "withdrawn"
        || (earlier.ContractVersion == contract.Version && !contract.IsBlockedByTheLake);

    private void Remember(Batch batch, string? taken)
    {
        _known[(batch.Source, batch.ContentHash)] = batch;
        _unrecorded.Add((batch, taken));
    }

    private void Record()
    {
        _log.Record(_connection, _unrecorded.Select(one => one.Batch).ToList(), CancellationToken.None);
        foreach (var (_, taken) in _unrecorded)
        {
            if (taken is not null)
            {
                File.Delete(taken);
            }
        }

        _unrecorded.Clear();
    }

    [GeneratedRegex("(19|20)[0-9]{2}-(0[1-9]|1[0-2])")]
    private static partial Regex MonthInName();

    /// <summary>A delivery of any size is landed in this much memory; the rest goes to the private folder.</summary>
    private void BoundMemory()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"set temp_directory = {Sql.Text(_scratch.Folder)}; set memory_limit = '600MB'";
        command.ExecuteNonQuery();
    }

    /// <summary>A small delivery has no work for several threads; handing it out costs more than it gives.</summary>
    private void UseThreads(int threads)
    {
        if (threads == _threads)
        {
            return;
        }

        using var command = _connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"set threads = {threads}");
        command.ExecuteNonQuery();
        _threads = threads;
    }
}
