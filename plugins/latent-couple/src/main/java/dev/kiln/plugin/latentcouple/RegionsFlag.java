package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.index.Flag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * {@code --regions "1:1,1:2,1:2 0:0,0:0,0:1 0.2,0.8,0.8 attention soft=16"}, or the file of a
 * sketch in place of the three lists.
 */
@Extension
@Singleton
@Flag(
    name = "--regions",
    value = "REGIONS",
    summary = "Draw the parts of a prompt that AND joins in regions of the picture.")
public final class RegionsFlag implements CliFlag {
  /** Words that set a number, by the option that they mean. */
  private static final Map<String, String> NUMBERS =
      Map.of("base", "base", "soft", "softBorder", "end", "endAtStep", "alpha", "alphaBlend");

  private static final String FORM =
      "write \"divisions positions weights\", such as \"1:1,1:2,1:2 0:0,0:0,0:1 0.2,0.8,0.8\", or the file"
          + " of a sketch, and then any of classic, attention, merge, visualize, base=, soft=, end=, alpha=,"
          + " weights=";

  @Inject
  RegionsFlag() {}

  @Override
  public Map<String, Object> options(List<String> values) {
    if (values.size() != 1) {
      throw new BadRequest("--regions was given %d times; give it once".formatted(values.size()));
    }
    String[] words = values.get(0).strip().split("\\s+");
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("enabled", true);
    int next;
    if (words[0].matches("[\\d.:,]*:[\\d.:,]*")) {
      next = rectangles(words, options);
    } else {
      options.put("sketch", sketch(words[0]));
      next = 1;
    }
    for (int i = next; i < words.length; i++) {
      word(words[i], options);
    }
    return options;
  }

  private static int rectangles(String[] words, Map<String, Object> options) {
    if (words.length < 3) {
      throw new BadRequest(
          "--regions has \"%s\" and lacks positions or weights; %s"
              .formatted(String.join(" ", words), FORM));
    }
    options.put("divisions", words[0]);
    options.put("positions", words[1]);
    options.put("weights", words[2]);
    return 3;
  }

  private static String sketch(String file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
    } catch (IOException | RuntimeException e) {
      throw new BadRequest(
          "--regions begins with \"%s\", which is no file that can be read; %s"
              .formatted(file, FORM),
          e);
    }
  }

  private static void word(String word, Map<String, Object> options) {
    int equal = word.indexOf('=');
    String name = equal < 0 ? word : word.substring(0, equal);
    String value = equal < 0 ? "" : word.substring(equal + 1);
    if (equal < 0 && List.of("classic", "attention").contains(word)) {
      options.put("mode", word);
    } else if (equal < 0 && List.of("merge", "visualize").contains(word)) {
      options.put(word, true);
    } else if (name.equals("weights") && options.containsKey("sketch")) {
      options.put("maskWeights", value);
    } else if (NUMBERS.containsKey(name) && equal > 0) {
      double number = Numbers.of(name, value);
      boolean whole = name.equals("end") && number == (int) number;
      options.put(NUMBERS.get(name), whole ? (Object) (int) number : (Object) number);
    } else {
      throw new BadRequest("--regions does not know \"%s\"; %s".formatted(word, FORM));
    }
  }
}
