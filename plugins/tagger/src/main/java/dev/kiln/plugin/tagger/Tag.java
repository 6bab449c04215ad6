package dev.kiln.plugin.tagger;

/**
 * A word that a network knows.
 *
 * @param name as prompts have it
 */
record Tag(String name, Kind kind) {
  enum Kind {
    GENERAL,
    CHARACTER,
    /** How fit for whom a picture is: it is not said. */
    RATING
  }

  /**
   * @param written with underscores for spaces; in prompts parentheses would be weights
   */
  static Tag of(String written, Kind kind) {
    // Faces such as ^_^ stay as they are.
    boolean face = written.length() <= 3 && !written.matches("\\w+");
    String words = face ? written : written.replace('_', ' ');
    return new Tag(words.replace("(", "\\(").replace(")", "\\)"), kind);
  }
}
