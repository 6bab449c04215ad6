package dev.kiln.host.weights.file;

/** Names from untrusted files, made safe for one line of a message. */
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  public static String of(String name) {
    String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
    char[] letters = shown.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      letters[i] = Character.isISOControl(letters[i]) ? '?' : letters[i];
    }
    return "'" + new String(letters) + "'";
  }
}
