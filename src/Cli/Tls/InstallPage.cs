using System.Net;
using System.Text;

namespace KiPass.Cli.Tls;

/// <summary>
/// A page over plain HTTP, since a phone does not trust our certificate before it has installed it: the authority's certificate, its
/// fingerprint to compare, and the steps.
/// </summary>
internal sealed class InstallPage(LocalAuthority authority, int port) : IDisposable
{
    private readonly HttpListener listener = new();

    public async Task Serve(CancellationToken cancellationToken)
    {
        listener.Prefixes.Add($"http://*:{port}/");
        listener.Start();
        using var stop = cancellationToken.Register(listener.Stop);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var context = await listener.GetContextAsync();
                await Answer(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The phone went away, or we are stopping.
            }
        }
    }

    public void Dispose() => listener.Close();

    private async Task Answer(HttpListenerContext context)
    {
        var isCertificate = context.Request.Url?.AbsolutePath == "/kipass-ca.crt";
        var bytes = isCertificate ? await File.ReadAllBytesAsync(authority.AuthorityFile) : Encoding.UTF8.GetBytes(Page());
        context.Response.ContentType = isCertificate ? "application/x-x509-ca-cert" : "text/html; charset=utf-8";
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    private string Page()
    {
        return $$$"""
            <!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>KiPass 인증서 · certificate</title>
            <style>body{font:17px/1.6 Pretendard,"Noto Sans KR",sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#14213D;background:#F7F8FA}
            a.button{display:block;padding:16px;border-radius:8px;background:#0B6E6E;color:#fff;text-align:center;text-decoration:none}
            code{word-break:break-all}h2{font-size:1.1rem;margin-top:2rem}@media(prefers-color-scheme:dark){body{color:#E8ECF4;background:#0E1420}a.button{background:#4FC3C0;color:#0E1420}}</style>
            <h1>KiPass 인증서</h1>
            <p>이 휴대폰에서 카메라를 쓰려면 이 설치본의 인증서를 한 번 설치해 주십시오. 아래 지문이 <code>kipass up --tls</code> 화면의 지문과 같은지 먼저 확인해 주십시오.<br>
            <span lang="en">To use the camera on this phone, install this installation's certificate once. First compare the fingerprint below with the one that <code>kipass up --tls</code> printed.</span></p>
            <p><code>{{{authority.Fingerprint}}}</code></p>
            <p><a class="button" href="/kipass-ca.crt">인증서 내려받기 · Download</a></p>
            <h2>iPhone, iPad</h2><ol><li>내려받기 → 허용 · Allow</li><li>설정 → 프로파일이 다운로드됨 → 설치 · Settings → Profile Downloaded → Install</li>
            <li>설정 → 일반 → 정보 → 인증서 신뢰 설정 → 켜기 · Settings → General → About → Certificate Trust Settings → on</li></ol>
            <h2>Android</h2><ol><li>내려받기 · Download</li><li>설정 → 보안 → 암호화 및 사용자 인증 정보 → 인증서 설치 → CA 인증서 · Settings → Security → Encryption &amp; credentials → Install a certificate → CA certificate</li></ol>
            """;
    }
}
