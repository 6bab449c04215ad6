package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Reads regions back from what {@link RegionPrompts} wrote. */
@Extension
@Singleton
@Offers(RegionPrompts.KEY)
public final class CoupleKeys implements InfotextReader {
  private static final String NAMES =
      "divisions|positions|weights|end at step|mode|base|soft border|merge|sketch";

  private static final Pattern PAIR =
      Pattern.compile("(" + NAMES + ")=(.*?)(?= (?:" + NAMES + ")=|$)");

  private static final List<String> NUMBERS = List.of("base", "softBorder", "endAtStep");

  @Inject
  CoupleKeys() {}

  /**
   * @throws BadRequest when the regions were a sketch
   */
  @Override
  public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
    Map<String, Object> options = new LinkedHashMap<>(Map.of("enabled", true));
    Matcher pair = PAIR.matcher(values.getOrDefault(RegionPrompts.KEY, ""));
    while (pair.find()) {
      if (pair.group(1).equals("sketch")) {
        throw new BadRequest(
            "latent-couple: the regions were a sketch, which no infotext has; give it again with"
                + " --regions");
      }
      String option = option(pair.group(1));
      options.put(option, value(option, pair.group(2).strip()));
    }
    return options;
  }

  private static String option(String words) {
    return switch (words) {
      case "end at step" -> "endAtStep";
      case "soft border" -> "softBorder";
      default -> words;
    };
  }

  private static Object value(String option, String text) {
    if (option.equals("merge")) {
      return Boolean.valueOf(text);
    }
    return NUMBERS.contains(option) ? (Object) Numbers.of(option, text) : text;
  }
}
