package io.firedamp.buffer;

import io.firedamp.health.Health;
import io.firedamp.text.Text;
import java.nio.file.Path;

/**
 * What can be the matter with the history, in words.
 *
 * @param code of the state
 */
record Trouble(String code, Text cause, Text remedy) {
  static final Trouble NONE = new Trouble(Health.OK, Text.NONE, Text.NONE);
  static final String FULL = "store.full";

  private static final double MEGABYTE = 1024 * 1024;

  static Trouble full(Path directory) {
    return new Trouble(
        FULL,
        new Text(
            "The disk of "
                + directory
                + " is full. The upload goes on; frames are kept in memory for an hour,"
                + " and are lost after that or with a restart.",
            directory + " 所在磁盘已满。上传继续；数据仅在内存中保留一小时，超时或重启将丢失。"),
        new Text("Free space at once; storing goes on by itself.", "请立即释放磁盘空间，存储会自动恢复。"));
  }

  static Trouble locked(Path file) {
    return new Trouble(
        "store.locked",
        new Text(
            "Nothing can be stored: another program has locked " + file + ".",
            "无法存储数据: 另一程序锁定了 " + file + "。"),
        new Text("End the program that has the file open for writing.", "请结束以写方式打开该文件的程序。"));
  }

  static Trouble failed(Path file, String said) {
    return new Trouble(
        "store.failed",
        new Text("Nothing can be stored in " + file + ": " + said, "无法写入 " + file + ": " + said),
        new Text(
            "Check the disk and its file system; storing goes on by itself when it can.",
            "请检查磁盘和文件系统；恢复后存储会自动继续。"));
  }

  static Trouble unavailable(Path directory, String said) {
    return new Trouble(
        "store.unavailable",
        new Text("Nothing can be stored: " + said, "无法存储数据: " + said),
        new Text(
            "Look after the directory " + directory + ": owner, rights, mount.",
            "请检查目录 " + directory + " 的属主、权限和挂载。"));
  }

  static Trouble soonFull(double days) {
    long left = (long) days;
    return new Trouble(
        "store.forecast",
        new Text(
            "At the pace of the last weeks the disk is full in " + left + " days.",
            "按近期增长速度，磁盘将在 " + left + " 天后写满。"),
        new Text("Plan a larger disk, or free space.", "请规划扩容或释放空间。"));
  }

  static Trouble lowOnSpace(Path directory, double freeBytes, long reserveBytes) {
    long free = (long) (freeBytes / MEGABYTE);
    long reserve = (long) (reserveBytes / MEGABYTE);
    return new Trouble(
        "store.space",
        new Text(
            "Only "
                + free
                + " MB are free on the disk of "
                + directory
                + ", less than the reserve of "
                + reserve
                + " MB; when it is full, nothing is stored.",
            directory + " 所在磁盘仅剩 " + free + " MB，低于预留的 " + reserve + " MB；写满后将无法存储。"),
        new Text("Free space or attach a larger disk.", "请释放空间或更换更大的磁盘。"));
  }

  static Trouble lost(Sealer.Loss loss) {
    return new Trouble(
        "store.damaged",
        new Text(
            "A month of the history was damaged. It was set aside as "
                + loss.aside()
                + "; all but "
                + loss.frames()
                + " frames of it could be read and go on.",
            "历史数据月度文件已损坏，已另存为 " + loss.aside() + "；除 " + loss.frames() + " 帧外均已恢复。"),
        new Text(
            "Keep that file, check the disk, and take what is missing from a backup.",
            "请保留该文件，检查磁盘，并从备份中补全缺失数据。"));
  }

  static Trouble unsealed(String said) {
    return new Trouble(
        "store.sealing",
        new Text(
            "Full hours cannot be moved to the month's file: " + said + ". Nothing is lost.",
            "无法将整点数据归档到月度文件: " + said + "。数据未丢失。"),
        new Text("Check the disk and its file system.", "请检查磁盘和文件系统。"));
  }

  static Trouble setAside(Path damaged) {
    return new Trouble(
        "store.damaged",
        new Text(
            "The history was damaged. It was set aside as "
                + damaged
                + " and a new one begun; its frames are missing from what is shown and reported.",
            "历史数据文件已损坏，已另存为 " + damaged + " 并新建文件；其中的数据不再显示和上报。"),
        new Text(
            "Keep that file, copy it for repair (sqlite3 .recover), and check the disk.",
            "请保留该文件，复制后修复（sqlite3 .recover），并检查磁盘。"));
  }
}
