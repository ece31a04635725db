"""A failure told to the person at the keyboard: Chinese first, then English, and an exit code for scripts."""

import errno


class CliError(RuntimeError):
    """Something the person can act on. Both sentences say what happened, what was kept and what to do."""

    def __init__(self, zh: str, en: str, *, code: int = 1) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en
        self.code = code


def from_system(failed: OSError) -> CliError | None:
    """The two troubles of the operating system that a person can mend; None for all others."""
    if failed.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(str(failed.filename or ""))
    if failed.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return CliError(
            f"没有写入权限：{failed.filename}。已有数据未动。请检查属主，或设置 SHANGLIANG_HOME 换一个目录。",
            f"No permission to write {failed.filename}. Existing data was not touched. "
            "Check who owns it, or set SHANGLIANG_HOME to another folder.",
        )
    return None


def disk_full(where: str) -> CliError:
    """No room on the disk."""
    return CliError(
        f"磁盘已满（{where}）。已提交的内容都在，没有丢失。请腾出至少 200 MB 后重试。",
        f"The disk is full ({where}). Everything committed is kept. Free at least 200 MB and try again.",
        code=3,
    )


class PostgresError(CliError):
    """The embedded database cannot be made, started or reached."""
