using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace KiPass.Silo.Scanner;

/// <summary>
/// Serves <c>{file}.br</c> instead of <c>{file}</c> to clients that accept Brotli (RFC 7932). This reduces the decoder from 966 to 325 KiB
/// without compression at run time.
/// </summary>
internal static class PrecompressedFiles
{
    private const string Suffix = ".br";

    private static readonly FileExtensionContentTypeProvider Plain = new();

    /// <summary>Content types by file extension, ignoring the suffix of compressed files.</summary>
    public static IContentTypeProvider ContentTypes { get; } = new Types();

    public static void UsePrecompressedFiles(this IApplicationBuilder app, IFileProvider files, PathString at) =>
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (
                    request.Path.StartsWithSegments(at, out var file)
                    && files.GetFileInfo(file + Suffix).Exists
                    && request.GetTypedHeaders().AcceptEncoding.Any(a => a.Value == "br" && a.Quality is not 0)
                )
                {
                    request.Path += Suffix;
                }
                return next(context);
            }
        );

    public static void Label(StaticFileResponseContext file)
    {
        if (file.File.Name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            file.Context.Response.Headers.ContentEncoding = "br";
            file.Context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }
    }

    private sealed class Types : IContentTypeProvider
    {
        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType) =>
            Plain.TryGetContentType(
                subpath.EndsWith(Suffix, StringComparison.Ordinal) ? subpath[..^Suffix.Length] : subpath,
                out contentType
            );
    }
}
