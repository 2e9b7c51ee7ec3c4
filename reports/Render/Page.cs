using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Maltall.Reports.Render;

/// <summary>Turns a component into the text of a page, without a web server.</summary>
public static class Page
{
    /// <summary>The text of a page.</summary>
    /// <param name="parameters">Parameters of the component by name.</param>
    /// <typeparam name="T">The component.</typeparam>
    public static async Task<string> Html<T>(IReadOnlyDictionary<string, object?> parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection()
            .AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)) // Pages are UTF-8: letters stand as letters.
            .BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary());
            return (await renderer.RenderComponentAsync<T>(view)).ToHtmlString();
        });
    }
}
