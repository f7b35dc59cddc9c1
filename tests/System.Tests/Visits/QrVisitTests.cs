using KiPass.Testing;
using QRCoder;

namespace KiPass.SystemTests.Visits;

/// <summary>The main job on real input: issuer → QR image → a decoder of another make → register → durable visit.</summary>
public sealed class QrVisitTests
{
    [Fact]
    public async Task A_pass_survives_encoding_as_a_QR_image_and_an_independent_decoder()
    {
        await using var stack = await KiPassStack.Start(demo: true);
        var visitor = new DemoVisitor(stack.Issuer, stack.Demo.GetProperty("visitors")[0]);
        var codes = stack.Demo.GetProperty("facilities").EnumerateArray().First(f => f.GetProperty("pairingCodes").GetArrayLength() >= 2);
        using var device = await ScannerDevice.Pair(stack.Register, codes.GetProperty("pairingCodes")[0].GetString()!);
        using var other = await ScannerDevice.Pair(stack.Register, codes.GetProperty("pairingCodes")[1].GetString()!);

        var pass = await visitor.Pass();
        using var folder = new TemporaryFolder();
        using (var qr = QRCodeGenerator.GenerateQrCode(pass, QRCodeGenerator.ECCLevel.M))
        {
            Assert.Equal(3, qr.Version);
            using var image = new PngByteQRCode(qr);
            await File.WriteAllBytesAsync(folder["pass.png"], image.GetGraphic(6));
        }
        var read = await ZBar.Read(folder["pass.png"]);
        Assert.Equal(pass, read);

        var before = (await device.Facility()).GetProperty("todayCount").GetInt32();
        var scanId = Guid.NewGuid();
        var first = await device.Scan(read, scanId);
        Assert.Equal((200, "accepted", false), (first.Status, first.Code, first.Repeated));
        var again = await device.Scan(read, scanId, first.Body.GetProperty("enteredAt").GetDateTimeOffset());
        Assert.Equal((200, "accepted", true), (again.Status, again.Code, again.Repeated));
        var elsewhere = await other.Scan(read, Guid.NewGuid());
        Assert.Equal((409, "pass-already-used"), (elsewhere.Status, elsewhere.Code));
        await Eventually.True(
            async () => (await device.Facility()).GetProperty("todayCount").GetInt32() == before + 1,
            "the visit is counted once"
        );
        Assert.Equal("voided", (await device.Undo(read, scanId)).Code);
        Assert.Equal("pass-already-used", (await other.Scan(read, Guid.NewGuid())).Code);
    }
}
