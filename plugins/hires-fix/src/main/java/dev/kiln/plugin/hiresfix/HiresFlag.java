package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.index.Flag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** {@code --hires 2x}, or the size of the result: {@code --hires 1024x768}. */
@Extension
@Singleton
@Flag(
    name = "--hires",
    value = "2x|WxH",
    summary = "draw small first, then enlarge the picture so and draw it again")
public final class HiresFlag implements CliFlag {
  private static final Pattern FACTOR = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,4})?)[xX]?");
  private static final Pattern SIZE = Pattern.compile("(\\d{2,5})[xX](\\d{2,5})");

  @Inject
  HiresFlag() {}

  @Override
  public Map<String, Object> options(List<String> values) {
    if (values.size() != 1) {
      throw new BadRequest("--hires was given %d times; give it once".formatted(values.size()));
    }
    String value = values.get(0).strip();
    Map<String, Object> options = new LinkedHashMap<>(Map.of("enabled", true));
    Matcher size = SIZE.matcher(value);
    Matcher factor = FACTOR.matcher(value);
    if (size.matches()) {
      options.put("width", Integer.valueOf(size.group(1)));
      options.put("height", Integer.valueOf(size.group(2)));
    } else if (factor.matches()) {
      options.put("scale", Double.valueOf(factor.group(1)));
    } else {
      throw new BadRequest(
          "--hires is \"%s\"; write how many times larger, as 2x, or the size of the result, as 1024x768"
              .formatted(value));
    }
    return options;
  }
}
