// Types of the portals' scripts. Only the type check reads this file; browsers never get it.

/** Blazor's script, see https://learn.microsoft.com/aspnet/core/blazor/fundamentals/signalr. */
declare const Blazor: { reconnect(): Promise<boolean>; resumeCircuit(): Promise<boolean> };
