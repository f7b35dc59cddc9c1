using KiPass.Portal.Shared.Settings;
using MudBlazor;

namespace KiPass.Portal.Shared.Layout;

/// <summary>The colors and sizes of the portal as a MudBlazor theme. <c>css/base.css</c> has the same values for static pages.</summary>
internal static class PortalTheme
{
    public static MudTheme Of(AccentColour accent) =>
        new()
        {
            PaletteLight = new PaletteLight
            {
                Primary = accent.Light,
                PrimaryContrastText = "#FFFFFF",
                Secondary = "#14213D",
                Success = "#12804A",
                Error = "#C2252B",
                Warning = "#B35C00",
                Info = accent.Light,
                Background = "#F7F8FA",
                Surface = "#FFFFFF",
                TextPrimary = "#14213D",
                TextSecondary = "#4A5570",
                TextDisabled = "#667089",
                ActionDefault = "#4A5570",
                ActionDisabled = "#667089",
                LinesDefault = "#D9DEE7",
                LinesInputs = "#7A859C",
                Divider = "#D9DEE7",
                TableLines = "#D9DEE7",
                TableHover = "#F0F3F7",
                AppbarBackground = "#14213D",
            },
            PaletteDark = new PaletteDark
            {
                Primary = accent.Dark,
                PrimaryContrastText = "#0E1420",
                Secondary = "#E8ECF4",
                Success = "#2FBF71",
                Error = "#FF6B6B",
                ErrorContrastText = "#0E1420",
                Warning = "#F5A524",
                WarningContrastText = "#0E1420",
                SuccessContrastText = "#0E1420",
                Info = accent.Dark,
                Background = "#0E1420",
                Surface = "#161E2E",
                TextPrimary = "#E8ECF4",
                TextSecondary = "#AEB7C8",
                TextDisabled = "#8E98AC",
                ActionDefault = "#AEB7C8",
                ActionDisabled = "#8E98AC",
                LinesDefault = "#2A3448",
                LinesInputs = "#6C7890",
                Divider = "#2A3448",
                TableLines = "#2A3448",
                TableHover = "#1D2739",
                AppbarBackground = "#0A101B",
            },
            Typography = new Typography
            {
                Default = new DefaultTypography
                {
                    FontFamily = ["Pretendard", "Noto Sans KR", "Noto Sans CJK KR", "sans-serif"],
                    FontSize = "0.9375rem",
                    LineHeight = "1.55",
                },
                Button = new ButtonTypography
                {
                    TextTransform = "none",
                    FontWeight = "600",
                    FontSize = "0.9375rem",
                },
            },
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        };
}
