using System.Globalization;
using Maltall.Lake;
using Maltall.Lake.Forget;

// A process that writes to a table until it has made its batches or is killed; the tests start several of them.
//   Maltall.Lake.Writer LAKE TABLE WRITER BATCHES append|churn|keep
// Each batch has seven rows. "churn" also rewrites its earlier batches, one generation up, and compacts now and then.
// "keep" does so too, and publishes, erases the household of an earlier batch, and vacuums; it must be alone.
// Prints a line for each batch that stands.
var (root, name, writer) = (args[0], args[1], args[2]);
var batches = int.Parse(args[3], CultureInfo.InvariantCulture);
var keep = args[4] == "keep";
var churn = keep || args[4] == "churn";

var lake = new DeltaLake(root, TimeProvider.System);
using var connection = LakeConnection.Open();
var table = new TableWriter(lake.Table(name), connection);
var note = new Dictionary<string, string> { ["writer"] = writer };
for (var batch = 0; batch < batches; batch++)
{
    table.Append(
        new Write(Rows(writer, batch, 0), [], $"{writer}-{batch}", note), CancellationToken.None);
    Console.WriteLine(batch.ToString(CultureInfo.InvariantCulture));
    if (keep)
    {
        Keep(batch);
    }

    if (churn && batch % 3 == 2)
    {
        table.ReplaceByKey(
            new Write(Rows(writer, batch - 1, 1), ["writer", "batch", "row"], null, note), CancellationToken.None);
    }

    if (churn && batch % 8 == 7)
    {
        table.Compact(4, CancellationToken.None);
    }
}

void Keep(int batch)
{
    switch (batch % 4)
    {
        case 0:
            new PublicationLog(lake).Publish(
                new Publication
                {
                    PublicationId = $"{writer}-{batch}",
                    PublishedAt = lake.Clock.GetUtcNow(),
                    RunId = writer,
                    Versions = new Dictionary<string, long> { [name] = lake.Table(name).Latest()!.Version },
                    InputsHash = $"{writer}-{batch}",
                    Synthetic = true,
                },
                CancellationToken.None);
            break;
        case 1 when batch > 3: // The batch before is written once more below.
            new TableErasure(lake.Table(name), connection).Replace(
                new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    ["household_pseudonym"] = new Dictionary<string, string>
                    {
                        [$"p-{writer}-{batch - 3}"] = $"~{writer}-{batch - 3}",
                    },
                },
                () => { });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"erased {batch - 3}"));
            break;
        case 2:
            new Vacuum(lake).Run(TimeSpan.Zero, isDry: false, CancellationToken.None);
            break;
    }
}

static string Rows(string writer, int batch, int generation) => string.Create(
    CultureInfo.InvariantCulture,
    $"""
    select '{writer}' as writer, 'p-{writer}-{batch}' as household_pseudonym,
        {batch}::bigint as batch, row::bigint as row, {generation}::bigint as generation
    from range(7) numbers(row)
    """);
