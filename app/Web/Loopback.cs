using System.Net;
using Hangfire.Dashboard;
using Maltall.Lake;

namespace Maltall.App.Web;

/// <summary>
/// Lets in only who sits at the machine. There is no login, so an address that others can reach is refused at the
/// start,
/// and a request that came by another name or through a proxy is refused as it comes.
/// </summary>
public sealed class Loopback : IDashboardAuthorizationFilter
{
    /// <summary>The address to listen on, checked.</summary>
    /// <param name="url">Address as it was given.</param>
    /// <exception cref="UserError">It is no address, or others can reach it.</exception>
    public static Uri Require(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
        {
            throw new UserError(
                $"'{url}' is not an address of loopback.", "Write it as http://127.0.0.1:5080.");
        }

        return IsLoopbackName(address.Host) ? address : throw new UserError(
            $"{url} can be reached by others, and the pages have no login: only loopback is served.",
            "Use http://127.0.0.1:5080, and reach it from elsewhere through a tunnel with a login of its own.");
    }

    /// <summary>True for a request from this machine, to a name of this machine, not passed on by a proxy.</summary>
    /// <param name="context">The request.</param>
    public static bool Allows(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsLoopbackName(context.Request.Host.Host)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");

    /// <inheritdoc/>
    public bool Authorize(DashboardContext context) => Allows(context.GetHttpContext());

    private static bool IsLoopbackName(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && IPAddress.IsLoopback(address));
}
