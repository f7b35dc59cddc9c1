using System.Data.Common;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>Updates other tables in the transaction that changes a facility's row in the directory.</summary>
internal interface IDirectoryObserver
{
    Task RowChanged(DbConnection connection, DbTransaction transaction, DirectoryRow row, CancellationToken cancellationToken);
}
