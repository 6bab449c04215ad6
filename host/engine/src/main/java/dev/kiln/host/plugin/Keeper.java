package dev.kiln.host.plugin;

/**
 * Who keeps a thread that does not come back.
 *
 * @param plugin its id; empty where it is no plugin
 * @param what did not come back and from where, to begin a sentence with
 * @param remedy what becomes of it and what to do, to end the sentence with
 */
public record Keeper(String plugin, String what, String remedy) {
  static final String START_AGAIN = "start Kiln again if it happens again";

  /** Where nothing more can be told. */
  public static final Keeper UNKNOWN =
      new Keeper("", "the generation did not come back", START_AGAIN);
}
