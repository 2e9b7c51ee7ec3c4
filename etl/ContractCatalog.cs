using Maltall.Lake;

namespace Maltall.Etl;

/// <summary>The contracts of all sources, and the code lists that they name.</summary>
/// <param name="Contracts">Contracts in the order of their names.</param>
/// <param name="CodeFolder">Folder with one CSV (<c>code,name</c>) a code list.</param>
public sealed record ContractCatalog(IReadOnlyList<Contract> Contracts, string CodeFolder)
{
    /// <summary>Reads every contract in a folder.</summary>
    /// <exception cref="UserError">A file is not a contract, or names a code list that is not there.</exception>
    public static ContractCatalog Load(string folder, string codeFolder)
    {
        var lists = Directory.GetFiles(codeFolder, "*.csv").Select(file => Path.GetFileNameWithoutExtension(file))
            .ToList();
        var contracts = Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => new ContractReader(file, lists).Read()).ToList();
        foreach (var contract in contracts)
        {
            CheckReferences(contract, contracts, Path.Combine(folder, $"{contract.Id}.yaml"));
        }

        return new ContractCatalog(contracts, codeFolder);
    }

    /// <summary>The contracts in an order in which a source comes after those that it refers to.</summary>
    public IReadOnlyList<Contract> InOrderOfReferences()
    {
        var ordered = new List<Contract>();
        var waiting = Contracts.ToList();
        while (waiting.Count > 0)
        {
            var next = waiting.Find(contract => References(contract).All(rule =>
                rule.To == contract.Id || !waiting.Exists(other => other.Id == rule.To))) ?? waiting[0];
            ordered.Add(next);
            waiting.Remove(next);
        }

        return ordered;
    }

    private static IEnumerable<LakeRule.Reference> References(Contract contract) =>
        contract.LakeRules.OfType<LakeRule.Reference>();

    private static void CheckReferences(Contract contract, List<Contract> all, string file)
    {
        foreach (var rule in References(contract))
        {
            var to = all.Find(other => other.Id == rule.To) ?? throw new UserError(
                $"{file}: the reference {rule.Id} goes to '{rule.To}', which is no source.",
                DefinitionFile.Did(rule.To, all.Select(other => other.Id)));
            foreach (var (here, there) in rule.Columns.Zip(rule.Key))
            {
                var column = to.Landed.FirstOrDefault(one => one.As == there) ?? throw new UserError(
                    $"{file}: the reference {rule.Id} names '{there}', which is no column of {to.Id}.",
                    DefinitionFile.Did(there, to.Landed.Select(one => one.As)));
                if (column.Type != contract.Landed.First(one => one.As == here).Type)
                {
                    throw new UserError($"{file}: the reference {rule.Id} compares {here} with {there} of {to.Id}, " +
                        "which is of another type.", "Let both have the same type.");
                }
            }
        }
    }

    /// <summary>The contract of a source.</summary>
    /// <exception cref="UserError">There is no such source.</exception>
    public Contract Find(string source) => Contracts.FirstOrDefault(contract => contract.Id == source)
        ?? throw new UserError($"There is no source '{source}'.",
            $"Did you mean '{Nearest.To(source, Contracts.Select(contract => contract.Id))}'? " +
            "`maltall sources` lists them.");

    /// <summary>The codes of a code list.</summary>
    public IReadOnlyList<string> Codes(string list) => File.ReadLines(Path.Combine(CodeFolder, $"{list}.csv"))
        .Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',', 2)[0]).ToList();
}
