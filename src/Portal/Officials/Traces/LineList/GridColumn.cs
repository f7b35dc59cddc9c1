namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>A column of the line list that can be hidden.</summary>
internal enum GridColumn
{
    Assignee,
    Contact,
    Minutes,
    FirstContact,
    Facility,
    BirthYear,
    Note,
    Source,
}
