using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace KiPass.Hosting.Settings;

/// <summary>Marks a setting as a port. <see cref="SettingsBinder"/> validates it and formats the error.</summary>
/// <param name="orNone">Whether 0 is allowed and means none.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute(bool orNone = false) : RangeAttribute(orNone ? 0 : 1, ushort.MaxValue)
{
    internal string Allowed => orNone ? "a port (1 to 65535; 0: none)" : "a port (1 to 65535)";
}

/// <summary>
/// Binds a section to a type. An error for a value of the wrong type states the property's range
/// (<see cref="RangeAttribute"/>, <see cref="PortAttribute"/>), where the framework would name a .NET type.
/// </summary>
public static class SettingsBinder
{
    /// <summary>Binds the section over the type's defaults. Ranges are not checked: see <see cref="NumberFaults"/>.</summary>
    /// <exception cref="StartException">A value has the wrong type for its property.</exception>
    public static T Bind<T>(this IConfiguration configuration, string section)
        where T : class, new()
    {
        RequireTypes(configuration, section, typeof(T));
        return configuration.GetSection(section).Get<T>() ?? new T();
    }

    /// <summary>Returns one line for each number outside the range of its property.</summary>
    public static IEnumerable<string> NumberFaults(object options, string section)
    {
        foreach (var property in Settings(options.GetType()))
        {
            var (name, value) = ($"{section}:{property.Name}", property.GetValue(options));
            if (IsGroup(options.GetType(), property.PropertyType))
            {
                foreach (var fault in value is null ? [] : NumberFaults(value, name))
                {
                    yield return fault;
                }
            }
            else if (property.GetCustomAttribute<RangeAttribute>() is { } range && !Contains(range, value))
            {
                yield return SettingFault.Wrong(name, value, Allowed(property));
            }
        }
    }

    private static void RequireTypes(IConfiguration configuration, string section, Type options)
    {
        foreach (var property in Settings(options))
        {
            var name = $"{section}:{property.Name}";
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (IsGroup(options, type))
            {
                RequireTypes(configuration, name, type);
            }
            else if (configuration[name] is { Length: > 0 } text && !Converts(type, text))
            {
                throw new StartException(SettingFault.Wrong(name, text, Allowed(property)));
            }
        }
    }

    private static IEnumerable<PropertyInfo> Settings(Type options) => options.GetProperties().Where(property => property.CanWrite);

    private static bool IsGroup(Type options, Type type) => type.IsClass && type.Assembly == options.Assembly;

    private static bool Converts(Type type, string text)
    {
        try
        {
            return type == typeof(string) || TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        // Converters wrap the exceptions of their parsers.
        catch (Exception)
        {
            return false;
        }
    }

    private static bool Contains(RangeAttribute range, object? value) =>
        Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
        && number >= Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture)
        && number <= Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);

    private static string Allowed(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() switch
        {
            PortAttribute port => port.Allowed,
            { } range => string.Create(CultureInfo.InvariantCulture, $"a number from {range.Minimum} to {range.Maximum}"),
            null when property.PropertyType == typeof(TimeSpan) => "a time such as 00:00:03",
            null when property.PropertyType == typeof(bool) => "true or false",
            null when property.PropertyType == typeof(Uri) => "an http(s) address such as https://kipass.example",
            null => $"a value of type {property.PropertyType.Name}",
        };
}
