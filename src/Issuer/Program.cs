using KiPass.Issuer;

return await Startup.Run(args);
