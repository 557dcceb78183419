package dev.millrace.engine.sql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Names of Flink's types: many spellings, one type. */
public final class SqlTypes {
  private static final String LONGEST = "(2147483647)";
  private static final Map<String, String> SPELLINGS = spellings();

  private SqlTypes() {}

  /** Whether two spellings mean one type; whether NULL is allowed at the top level is left out. */
  public static boolean same(String left, String right) {
    return normal(left).equals(normal(right));
  }

  private static String normal(String type) {
    String text =
        type.toUpperCase(Locale.ROOT)
            .replaceAll("\\s+", " ")
            .strip()
            .replaceFirst(" \\*(ROWTIME|PROCTIME)\\*", "")
            .replaceFirst(" (NOT )?NULL$", "")
            .replaceAll("\\s*([(),<>])\\s*", "$1");
    for (Map.Entry<String, String> spelling : SPELLINGS.entrySet()) {
      text = text.replaceAll(spelling.getKey(), spelling.getValue());
    }
    return text;
  }

  private static Map<String, String> spellings() {
    Map<String, String> spellings = new LinkedHashMap<>();
    spellings.put("`", "");
    spellings.put(" ?WITHOUT TIME ZONE", "");
    spellings.put("\\bTIMESTAMP(\\(\\d\\))? ?WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ$1");
    spellings.put("\\b(TIMESTAMP|TIMESTAMP_LTZ)\\b(?!\\()", "$1(6)");
    spellings.put("\\bTIME\\b(?!\\()", "TIME(0)");
    spellings.put("\\bINT\\b", "INTEGER");
    spellings.put("\\bDOUBLE PRECISION\\b", "DOUBLE");
    spellings.put("\\b(DEC|NUMERIC)\\b", "DECIMAL");
    spellings.put("\\bDECIMAL\\b(?!\\()", "DECIMAL(10,0)");
    spellings.put("\\bDECIMAL\\((\\d+)\\)", "DECIMAL($1,0)");
    spellings.put("\\b(CHAR|VARCHAR|BINARY|VARBINARY)\\b(?!\\()", "$1(1)");
    spellings.put("\\bSTRING\\b", "VARCHAR" + LONGEST);
    spellings.put("\\bBYTES\\b", "VARBINARY" + LONGEST);
    return spellings;
  }
}
