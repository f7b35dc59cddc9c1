using KiPass.Cli.Programs;
using KiPass.Cli.Tls;
using KiPass.Hosting.Demo;

namespace KiPass.Cli.Up;

/// <summary>One run of <c>up</c>: prepare, provision, seed, start, watch, stop.</summary>
internal sealed class UpRun(UpSettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Lock printing = new();
    private readonly IReadOnlyList<Service> services = Service.Of(settings);
    private readonly Dictionary<string, ServiceProcess> running = [];

    public async Task Run(CancellationToken cancellationToken)
    {
        Ports.RequireFree(settings);
        Gateways.Require(settings);
        Domains.Prepare(settings);
        RegisterAuthority.Prepare(settings, time);
        using var install = PrepareTls();
        using var stopInstall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var serving = install?.Serve(stopInstall.Token) ?? Task.CompletedTask;
        try
        {
            if (settings.Postgres is { } superuser)
            {
                await Provisioning.Run(settings, superuser, Say, cancellationToken);
            }
            PrepareTickets();
            var demo = settings.Demo ? new DemoSeed(settings, Say) : null;
            var seeding = demo?.Run(starting.Token) ?? Task.CompletedTask;
            Say("starting register, issuer and portals");
            var ready = services.ToDictionary(s => s.Name, s => StartUntilReady(s, demo?.Of(s), starting.Token));
            await seeding;
            // The officials' portal has made its tables; the cases wait for the register by themselves.
            await ready["officials"];
            await Task.WhenAll(ready.Values.Append(demo?.Cases(starting.Token) ?? Task.CompletedTask));
            Say("ready");
            foreach (var service in services.Where(service => !settings.Demo || service.Name == "register"))
            {
                Say(settings.Demo ? $"{service.Url}" : $"{service.Name, -10} {service.Url.GetLeftPart(UriPartial.Authority)}");
            }
            await Task.WhenAll(services.Select(s => KeepRunning(s, cancellationToken)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Say("stopping");
        }
        finally
        {
            await starting.CancelAsync();
            // Stop portals first, because they are clients of the register.
            await Task.WhenAll(running.Where(r => r.Key is "owners" or "officials").Select(r => r.Value.Stop(StopPatience)));
            await Task.WhenAll(running.Values.Select(r => r.Stop(StopPatience)));
            EarlierRun.Forget(settings.Data);
            await stopInstall.CancelAsync();
            await serving;
        }
    }

    public void Dispose() => http.Dispose();

    // The start page's one-click sign-ins work in this run only, and not at all without --demo.
    private void PrepareTickets()
    {
        string[] folders = [settings.RegisterData, settings.IssuerData, settings.OwnersData, settings.AuthorityData];
        if (settings.Demo)
        {
            DemoTickets.Create(folders);
        }
        else
        {
            DemoTickets.Remove(folders);
        }
    }

    private InstallPage? PrepareTls()
    {
        if (!settings.Tls)
        {
            return null;
        }
        var authority = new LocalAuthority(settings.TlsFolder, time);
        authority.Prepare([.. new[] { settings.Host, "localhost", "127.0.0.1" }.OfType<string>().Distinct()]);
        // Our processes call one another with the same certificates as phones do.
        Environment.SetEnvironmentVariable("SSL_CERT_FILE", authority.TrustFile);
        http = new HttpClient(LocalAuthority.Trusting(authority.AuthorityFile)) { Timeout = http.Timeout };
        Say($"install this certificate on each phone, once: {settings.InstallUrl} shows the steps");
        Say($"its fingerprint (SHA-256): {authority.Fingerprint}");
        return new InstallPage(authority, settings);
    }

    private async Task StartUntilReady(Service service, Task? seed, CancellationToken cancellationToken)
    {
        await (seed ?? Task.CompletedTask).WaitAsync(cancellationToken);
        var process = Start(service);
        var begun = time.GetTimestamp();
        while (!await Answers(service, cancellationToken))
        {
            if (process.HasExited)
            {
                throw new CommandException($"{service.Name} did not start: {process.Ending}", 1);
            }
            if (time.GetElapsedTime(begun) > StartPatience)
            {
                throw new CommandException($"{service.Name} did not answer within {StartPatience.TotalSeconds:0} s.", 1);
            }
            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }

    private async Task KeepRunning(Service service, CancellationToken cancellationToken)
    {
        while (true)
        {
            var process = running[service.Name];
            await process.Exited.WaitAsync(cancellationToken);
            Say($"{service.Name} ended ({process.Ending}); starting it again");
            await Task.Delay(PollInterval, time, cancellationToken);
            Start(service);
        }
    }

    private ServiceProcess Start(Service service)
    {
        var process = ServiceProcess.Start(
            service.Name,
            BuiltPrograms.Assembly(service.Project),
            service.Arguments,
            line => Say($"[{service.Name}] {line}")
        );
        lock (running)
        {
            running[service.Name] = process;
            EarlierRun.Record(settings.Data, running.ToDictionary(r => r.Key, r => r.Value.Id));
        }
        return process;
    }

    private async Task<bool> Answers(Service service, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(service.Ready, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Say(string line)
    {
        lock (printing)
        {
            Console.WriteLine(line);
        }
    }
}
