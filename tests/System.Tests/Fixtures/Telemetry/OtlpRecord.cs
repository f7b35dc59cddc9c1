using System.Text;
using KiPass.SystemTests.Telemetry;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A log line or a span, as much of it as a test asks for.</summary>
/// <param name="Signal"><c>logs</c> or <c>trace</c>.</param>
/// <param name="Service">The program that sent it.</param>
/// <param name="Name">A span's name; of a log line nothing.</param>
/// <param name="TraceId">In hex; nothing where a log line was written outside of a span.</param>
internal sealed record OtlpRecord(string Signal, string Service, string Name, string TraceId)
{
    // Numbers of fields in opentelemetry/proto: logs and spans lie equally deep.
    private const int Resources = 1;
    private const int Resource = 1;
    private const int Scopes = 2;
    private const int Inner = 2;
    private const int Attributes = 1;
    private const int Key = 1;
    private const int Value = 2;
    private const int SpanTraceId = 1;
    private const int SpanName = 5;
    private const int LogTraceId = 9;

    public static IEnumerable<OtlpRecord> In(string signal, ReadOnlyMemory<byte> export)
    {
        if (signal is not ("logs" or "trace"))
        {
            yield break;
        }
        foreach (var of in Parts(export, Resources))
        {
            var service = Parts(of, Resource)
                .SelectMany(resource => Parts(resource, Attributes))
                .Where(attribute => Text(Parts(attribute, Key)) == "service.name")
                .SelectMany(attribute => Parts(attribute, Value))
                .Select(value => Text(Parts(value, 1)))
                .Single();
            foreach (var record in Parts(of, Scopes).SelectMany(scope => Parts(scope, Inner)))
            {
                yield return signal == "trace"
                    ? new OtlpRecord(signal, service, Text(Parts(record, SpanName)), Hex(Parts(record, SpanTraceId)))
                    : new OtlpRecord(signal, service, "", Hex(Parts(record, LogTraceId)));
            }
        }
    }

    private static string Text(IEnumerable<ReadOnlyMemory<byte>> found) => Encoding.UTF8.GetString(found.SingleOrDefault().Span);

    private static string Hex(IEnumerable<ReadOnlyMemory<byte>> found) => Convert.ToHexStringLower(found.SingleOrDefault().Span);

    // The values of a field with a length, in the order in which they came.
    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int field)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        var rest = message;
        while (!rest.IsEmpty)
        {
            var tag = Number(ref rest);
            switch (tag & 7)
            {
                case 0:
                    Number(ref rest);
                    break;
                case 1:
                    rest = rest[8..];
                    break;
                case 2:
                    var length = (int)Number(ref rest);
                    if ((int)(tag >> 3) == field)
                    {
                        found.Add(rest[..length]);
                    }
                    rest = rest[length..];
                    break;
                case 5:
                    rest = rest[4..];
                    break;
                default:
                    throw new InvalidDataException($"Not protobuf: tag {tag}.");
            }
        }
        return found;
    }

    private static ulong Number(ref ReadOnlyMemory<byte> rest)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = rest.Span[0];
            rest = rest[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
