namespace KiPass.Portal.Shared.Language;

/// <summary>Names the resources: <c>Texts.ko.resx</c>. The key of a text is the text in English; a test finds keys without Korean.</summary>
public sealed class Texts;
