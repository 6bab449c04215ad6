package dev.kiln.plugin.lora.file;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Values by the paths of layers, as PEFT's {@code alpha_pattern} has them: the first key that a
 * path ends with, from a dot on, counts. A key is a regular expression, though most are plain
 * paths.
 *
 * @param values in the order of the file
 */
record PathPatterns(Map<Pattern, Object> values) {
  static final PathPatterns NONE = new PathPatterns(Map.of());

  /** A model has fewer layers. */
  private static final int MOST = 10_000;

  private static final int LONGEST = 1_000;

  /** Characters that an expression may look at in one path: it could go astray for ever. */
  private static final int MOST_STEPS = 100_000;

  /**
   * @throws BadRequest when a key is no regular expression
   */
  static PathPatterns of(Map<?, ?> patterns) {
    Map<Pattern, Object> values = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : patterns.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (key.length() > LONGEST || values.size() == MOST) {
        throw wrong(key, "is too long, or one of too many");
      }
      boolean plain = key.matches("[\\w.]+");
      try {
        values.put(Pattern.compile(plain ? Pattern.quote(key) : key), entry.getValue());
      } catch (PatternSyntaxException none) {
        throw wrong(key, "is no regular expression");
      }
    }
    return new PathPatterns(values);
  }

  private static BadRequest wrong(String key, String why) {
    String shown = key.substring(0, Math.min(80, key.length())).replaceAll("\\p{Cntrl}", "?");
    return new BadRequest(
        "the LoRA file's alpha_pattern cannot be read: \"%s\" %s; choose another file"
            .formatted(shown, why));
  }

  Optional<Object> find(String path) {
    return values.entrySet().stream()
        .filter(entry -> endsWith(path, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean endsWith(String path, Pattern pattern) {
    Matcher matcher = pattern.matcher(new Watched(path, pattern));
    for (int start = 0; start < path.length(); ) {
      if (matcher.region(start, path.length()).matches()) {
        return true;
      }
      int dot = path.indexOf('.', start);
      start = dot < 0 ? path.length() : dot + 1;
    }
    return false;
  }

  /** A path that an expression can look at so often and no more. */
  private static final class Watched implements CharSequence {
    private final String path;
    private final Pattern pattern;
    private int steps;

    Watched(String path, Pattern pattern) {
      this.path = path;
      this.pattern = pattern;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw wrong(pattern.pattern(), "takes too long");
      }
      return path.charAt(index);
    }

    @Override
    public int length() {
      return path.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return path.substring(start, end);
    }
  }
}
