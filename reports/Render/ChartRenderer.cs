using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Maltall.Lake;

namespace Maltall.Reports.Render;

/// <summary>One chart to draw.</summary>
/// <param name="Spec">Vega-Lite specification as JSON.</param>
/// <param name="Label">What the chart shows, for who cannot see it.</param>
public sealed record ChartOrder(string Spec, string Label);

/// <summary>
/// Draws Vega-Lite charts as SVG when a report is made, so that the page needs no script. Runs Node once per report.
/// </summary>
/// <param name="script">The bundled renderer, <c>render.mjs</c>.</param>
public sealed class ChartRenderer(string script)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Draws charts.</summary>
    /// <param name="orders">Charts by name; the name becomes a part of the drawing's ids and class.</param>
    /// <param name="cancellation">Ends the renderer.</param>
    /// <returns>The drawing of each chart as an <c>svg</c> element.</returns>
    /// <exception cref="UserError">Node or the renderer is not installed.</exception>
    /// <exception cref="InvalidOperationException">A specification cannot be drawn.</exception>
    public async Task<IReadOnlyDictionary<string, string>> Draw(
        IReadOnlyDictionary<string, ChartOrder> orders, CancellationToken cancellation)
    {
        if (orders.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var process = Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.StandardInput.WriteAsync(Message(orders).AsMemory(), patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize<Dictionary<string, string>>(await output) ?? []
                : throw new InvalidOperationException($"The chart cannot be drawn: {(await error).Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start()
    {
        if (!File.Exists(script))
        {
            throw new UserError(
                $"The chart renderer {script} is missing.", "Build again: ./maltall builds it with npm.");
        }

        var start = new ProcessStartInfo("node", [script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        }
        catch (Win32Exception)
        {
            throw new UserError(
                "Node is not installed, and it draws the charts.", "Install Node 20 or newer; see README.md.");
        }
    }

    private static string Message(IReadOnlyDictionary<string, ChartOrder> orders)
    {
        var charts = new JsonObject();
        foreach (var (name, order) in orders)
        {
            charts[name] = new JsonObject { ["spec"] = JsonNode.Parse(order.Spec), ["label"] = order.Label };
        }

        return new JsonObject { ["charts"] = charts }.ToJsonString();
    }
}
