"""What can go wrong with the embedded database, in words: what happened, what was kept, what to do."""

import errno
from pathlib import Path

from shangliang.surfaces.cli.errors import PostgresError
from shangliang.surfaces.cli.pgplace import Place

RECOVERING = (
    "数据库正在恢复上次未完成的写入，已提交的内容不会丢失，请稍候……\n"
    "The database is recovering from an unclean end; nothing committed is lost. Please wait…"
)
STOPPING = "数据库正在停止，请稍候……\nThe database is stopping, please wait…"
WAITING = "另一个进程正在启动数据库，请稍候……\nAnother process is starting the database, waiting…"


class StillInUse(PostgresError):
    """Sessions of a killed server have not left yet."""


def explain(told: str, place: Place) -> PostgresError:
    """The error that the server's own words amount to."""
    for signs, fault in SIGNS:
        if any(sign in told for sign in signs):
            return fault(place, _last(told))
    return _unknown(place, _last(told))


def from_os(failed: OSError, place: Place) -> PostgresError:
    """An error of the operating system while folders and files were made."""
    if failed.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(place)
    if isinstance(failed, PermissionError):
        return _denied(Path(str(failed.filename or place.base)), str(failed.strerror))
    return PostgresError(
        f"无法准备数据库目录 {place.base}：{failed.strerror}。已有数据未动。"
        "可设置 SHANGLIANG_HOME 换一个目录。",
        f"The folder {place.base} cannot be prepared: {failed}. Existing data was not touched. "
        "Set SHANGLIANG_HOME to another folder.",
    )


def disk_full(place: Place, _last: str = "") -> PostgresError:
    """No room: the server refuses to start rather than to lose what it promised."""
    return PostgresError(
        f"磁盘已满（{place.base}）。已提交的内容都在，没有丢失。请腾出至少 200 MB 后重试。",
        f"The disk is full ({place.base}). Everything committed is kept. Free at least 200 MB and try again.",
        code=3,
    )


def still_recovering(place: Place, _last: str = "") -> PostgresError:
    """Patience is over, the server's work is not."""
    return PostgresError(
        f"数据库仍在恢复，已提交的内容不会丢失。请过几分钟再启动，不要删除 {place.base}。",
        "The database is still recovering; nothing committed is lost. "
        f"Start again in a few minutes and do not remove {place.base}.",
        code=4,
    )


def locked(place: Place) -> PostgresError:
    """Somebody has held the lock for longer than any start takes."""
    return PostgresError(
        f"另一个进程一直占用 {place.lock}；没有改动数据。请用 `shangliang status` 查看，结束它后重试。",
        f"Another process keeps {place.lock}; no data was touched. "
        "Look with `shangliang status`, end it and try again.",
    )


def not_yours(place: Place) -> PostgresError:
    """It runs, for somebody else."""
    return PostgresError(
        f"数据库由另一个用户启动，当前用户无权进入 {place.sockets}；数据未动。"
        "请换回那个用户，或设置 SHANGLIANG_HOME 使用自己的目录。",
        f"The database was started by another user and you may not enter {place.sockets}; "
        "no data was touched. Become that user, or set SHANGLIANG_HOME to a folder of your own.",
    )


def mixed(place: Place) -> PostgresError:
    """A cluster without fsync and a real one were about to be exchanged."""
    return PostgresError(
        f"{place.base}：测试用的数据库（不保证落盘）与正式数据库不能互换；数据未动。"
        "请换一个 SHANGLIANG_HOME。",
        f"{place.base}: a test database (no fsync) and a real one are never exchanged; "
        "no data was touched. Use another SHANGLIANG_HOME.",
    )


def unreachable(place: Place) -> PostgresError:
    """Started, and yet no connection."""
    return PostgresError(
        f"数据库已启动但无法连接；数据完好。日志：{place.log}",
        f"The database started but takes no connection; the data is intact. Log: {place.log}",
    )


def _still_in_use(place: Place, last: str) -> PostgresError:
    return StillInUse(
        "上次的数据库进程尚未全部退出；数据完好。请稍后重试，或重启电脑。",
        "Processes of the previous server have not all ended; the data is intact. "
        "Try again shortly, or reboot.",
    )


def _refused(place: Place, last: str) -> PostgresError:
    return _denied(place.base, last)


def _denied(where: Path, what: str) -> PostgresError:
    return PostgresError(
        f"没有权限：{where}（{what}）。已有数据未动。请检查目录的属主，或设置 SHANGLIANG_HOME 换一个目录。",
        f"Permission denied: {where}. Existing data was not touched. "
        "Check who owns the folder, or set SHANGLIANG_HOME to another one.",
    )


def _foreign(place: Place, last: str) -> PostgresError:
    return PostgresError(
        f"{place.data} 由另一种 PostgreSQL 写成，本机程序不能读取；数据未动。请用原来的版本导出。",
        f"{place.data} was written by another build of PostgreSQL that these programs cannot read; "
        "nothing was changed. Dump it with the former version.",
    )


def _no_socket(place: Place, last: str) -> PostgresError:
    return PostgresError(
        f"无法在 {place.sockets} 建立套接字（{last}）；数据完好。"
        "请检查该目录，或设置较短的 SHANGLIANG_HOME。",
        f"No socket could be made in {place.sockets}; the data is intact. "
        "Check that folder, or set a shorter SHANGLIANG_HOME.",
    )


def _no_memory(place: Place, last: str) -> PostgresError:
    return PostgresError(
        "内存不足，数据库没有启动；数据完好。请关闭其他程序后重试。",
        "Not enough memory, the database did not start; the data is intact. "
        "Close other programs and try again.",
    )


def _unknown(place: Place, last: str) -> PostgresError:
    return PostgresError(
        f"数据库没有启动；数据未动。最后的记录：{last}\n完整日志：{place.log}",
        f"The database did not start; the data was left as it is. The whole log: {place.log}",
    )


def _last(told: str) -> str:
    """The line that says most: the last failure, else the last line."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    failures = [line for line in lines if any(w in line for w in ("FATAL", "PANIC", "ERROR", "error:"))]
    return (failures or lines or ["?"])[-1]


# The first match wins: a full disk also shows up as files that cannot be written or sockets not made.
SIGNS = (
    (("No space left on device", "Disk quota exceeded"), disk_full),
    (("pre-existing shared memory block",), _still_in_use),
    (("server did not start in time",), still_recovering),
    (("Permission denied", "Operation not permitted"), _refused),
    (("database files are incompatible",), _foreign),
    (("Unix address", "Unix-domain socket", "Unix socket"), _no_socket),
    (("Cannot allocate memory", "could not create shared memory segment"), _no_memory),
)
