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
        return new ContractCatalog(contracts, codeFolder);
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
