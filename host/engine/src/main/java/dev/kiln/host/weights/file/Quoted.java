package dev.kiln.host.weights.file;

/** Names from untrusted files, made safe for one line of a message. */
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  public static String of(String name) {
    String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
