namespace Maltall.Lake;

/// <summary>The unit of consistency: which version of every table belongs together.</summary>
public sealed record Publication
{
    /// <summary>Identifies the publication.</summary>
    public required string PublicationId { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>Version of each table by its name.</summary>
    public required IReadOnlyDictionary<string, long> Versions { get; init; }

    /// <summary>Hash of all that went in, to tell whether anything is new.</summary>
    public required string InputsHash { get; init; }

    /// <summary>True when any of the data is synthetic.</summary>
    public required bool Synthetic { get; init; }

    /// <summary>Last day that the data covers; null when not known.</summary>
    public DateOnly? DataUntil { get; init; }

    /// <summary>Hash of the set of indicators and goals that it was published with; null when it names none.</summary>
    public string? DefinitionSet { get; init; }
}
