using KiPass.Issuer.Hosting;

return await Startup.Run(args);
