package dev.kiln.examples.soak;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Words of prompts and of values that programs stumble over. */
record HostileText(Random random) {
  private static final List<String> WORDS =
      List.of(
          "a girl",
          "meadow",
          "(",
          ")",
          "((",
          "[",
          "]",
          "(x:1.3)",
          "(x:-1e9)",
          "(x:NaN)",
          "(:1)",
          "[a:b:0.5]",
          "[a:b:99999999999]",
          "[a|b|c]",
          "[::]",
          "[:::0.5]",
          "AND",
          " AND :-1 ",
          "AND x :1e39",
          "BREAK",
          "BREAK BREAK",
          "<lora:cape:0.8>",
          "<lora:cape>",
          "<lora::>",
          "<lora:cape:1:2:3>",
          "<lora:cape:nan>",
          "<lora:../../etc/passwd:1>",
          "<lora:none:1>",
          "<lyco:cape:1>",
          "<hypernet:x:1>",
          "<lora:cape:[0:1:0.5]>",
          "<",
          ">",
          "\\(",
          "\\",
          "\"",
          "\u0000",
          "\u0001\u001b[2J",
          "\ufeff",
          "\ud83d\ude00",
          "\ud800",
          "\udc00",
          "\u202e",
          "e\u0301\u0301\u0301",
          "\uff0c\u2019",
          "&amp;&#x0;",
          "%00",
          "%s%n",
          "${jndi:x}",
          "../..",
          "\n\n\r",
          "\t",
          "'",
          "--",
          "{}",
          "__wild__",
          ",,,,");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "2147483648",
          "-9223372036854775808",
          "1e309",
          "NaN",
          "Infinity",
          "0x10",
          "true",
          "null",
          "none",
          "default",
          "canny",
          "cape",
          "openpose",
          "segmentation",
          "../../../etc/passwd",
          "/etc/passwd",
          "C:\\con",
          "a/b",
          "..",
          ".",
          "%2e%2e",
          "\u0000",
          "\u0130",
          "\ud83d\ude00",
          "[]",
          "{}",
          "[1,2",
          "Euler",
          "euler A",
          "DPM++ 2M Karras");

  /** Words, few mostly and hundreds at times. */
  String prompt() {
    int words = random.nextInt(20) == 0 ? random.nextInt(600) : random.nextInt(12);
    StringJoiner joined = new StringJoiner(random.nextBoolean() ? " " : "");
    for (int i = 0; i < words; i++) {
      joined.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return random.nextInt(200) == 0 ? "((((".repeat(5000) + joined : joined.toString();
  }

  /** A value that is a name, a number or neither. */
  String value() {
    return switch (random.nextInt(8)) {
      case 0 -> prompt();
      case 1 -> "x".repeat(1 << random.nextInt(13));
      default -> VALUES.get(random.nextInt(VALUES.size()));
    };
  }

  /** One that leaves a path a path: clients take dots away. */
  String pathValue() {
    String value = value();
    boolean dots = value.isEmpty() || value.matches("\\.+");
    return dots ? "0" : value.substring(0, Math.min(value.length(), 2000));
  }
}
