package dev.millrace.app.tree;

import java.util.Locale;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** What a file's icon is, by its ending. */
final class FileIcons {
  private FileIcons() {}

  static Ikon of(FileEntry entry) {
    if (entry.folder()) {
      return CarbonIcons.FOLDER;
    }
    String name = entry.name().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "sql" -> CarbonIcons.SQL;
      case "yml", "yaml" -> CarbonIcons.SETTINGS;
      case "csv" -> CarbonIcons.DATA_BASE;
      case "md" -> CarbonIcons.BOOK;
      default -> CarbonIcons.DOCUMENT;
    };
  }
}
