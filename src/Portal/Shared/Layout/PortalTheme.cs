using KiPass.Portal.Shared.Settings;
using MudBlazor;

namespace KiPass.Portal.Shared.Layout;

/// <summary>
/// Colors, typography and sizes of both portals. Style sheets use them as MudBlazor's CSS variables. Every text color has a contrast of at
/// least 4.5:1 on the background, on a surface, and on a surface with a tint of 6 %.
/// </summary>
public static class PortalTheme
{
    public static MudTheme Of(AccentColour accent) =>
        new()
        {
            PaletteLight = Light(accent.Light),
            PaletteDark = Dark(accent.Dark),
            Typography = new Typography
            {
                Default = new DefaultTypography
                {
                    FontFamily = ["Pretendard", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "sans-serif"],
                    FontSize = "0.9375rem",
                    LineHeight = "1.55",
                    LetterSpacing = "normal",
                },
                Body1 = new Body1Typography
                {
                    FontSize = "0.9375rem",
                    LineHeight = "1.55",
                    LetterSpacing = "normal",
                },
                H6 = new H6Typography { FontWeight = "600", LetterSpacing = "normal" },
                Button = new ButtonTypography
                {
                    TextTransform = "none",
                    FontWeight = "600",
                    FontSize = "0.9375rem",
                    LetterSpacing = "normal",
                },
            },
            LayoutProperties = new LayoutProperties
            {
                DefaultBorderRadius = "8px",
                AppbarHeight = "56px",
                DrawerWidthLeft = "228px",
            },
        };

    // MudBlazor writes texts of alerts and hovered buttons in the darker shade of a color, which is unreadable in the dark theme.
    private static PaletteLight Light(string accent) =>
        new()
        {
            Primary = accent,
            PrimaryContrastText = "#FFFFFF",
            Secondary = "#14213D",
            Success = "#12804A",
            SuccessDarken = "#12804A",
            Error = "#C2252B",
            ErrorDarken = "#C2252B",
            Warning = "#9A4F00",
            WarningDarken = "#9A4F00",
            Info = accent,
            InfoDarken = accent,
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
            AppbarText = "#FFFFFF",
            DrawerBackground = "#FFFFFF",
            DrawerText = "#14213D",
            DrawerIcon = "#4A5570",
        };

    private static PaletteDark Dark(string accent) =>
        new()
        {
            Primary = accent,
            PrimaryDarken = accent,
            PrimaryContrastText = "#0E1420",
            Secondary = "#E8ECF4",
            Success = "#2FBF71",
            SuccessDarken = "#2FBF71",
            SuccessContrastText = "#0E1420",
            Error = "#FF6B6B",
            ErrorDarken = "#FF6B6B",
            ErrorContrastText = "#0E1420",
            Warning = "#F5A524",
            WarningDarken = "#F5A524",
            WarningContrastText = "#0E1420",
            Info = accent,
            InfoDarken = accent,
            InfoContrastText = "#0E1420",
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
            AppbarText = "#E8ECF4",
            DrawerBackground = "#161E2E",
            DrawerText = "#E8ECF4",
            DrawerIcon = "#AEB7C8",
        };
}
