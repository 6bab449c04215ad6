package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.index.Flag;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.Extension;

/** Units as they are typed: a ready map, or a photo and the preprocessor that makes a map of it. */
@Extension
@Singleton
@Flag(
    name = "--control",
    value = "MODEL[:MODULE]=FILE[:WEIGHT]",
    summary = "follow a picture with a ControlNet; the picture is a map unless a MODULE makes one")
public class ControlFlag implements CliFlag {
  /** A path of Windows has a colon too, but no number behind it. */
  private static final Pattern UNIT =
      Pattern.compile(
          "(?<model>[^=:]+)(:(?<module>[^=:]+))?=(?<file>.+?)(:(?<weight>\\d+(\\.\\d*)?))?");

  @Override
  public Map<String, Object> options(List<String> values) {
    List<Object> units = new ArrayList<>();
    values.forEach(value -> units.add(unit(value)));
    return Map.of("units", units);
  }

  private static Map<String, Object> unit(String value) {
    Matcher parts = UNIT.matcher(value);
    if (!parts.matches()) {
      throw new BadRequest(
          "--control "
              + value
              + " is no unit; write MODEL=FILE, as in seg=map.png:0.8 or seg:seg_ofade20k=photo.png");
    }
    Map<String, Object> unit = new LinkedHashMap<>();
    unit.put("enabled", true);
    unit.put("model", parts.group("model"));
    unit.put("module", parts.group("module") == null ? HintRequest.READY : parts.group("module"));
    unit.put("image", picture(value, parts.group("file")));
    if (parts.group("weight") != null) {
      unit.put("weight", Double.valueOf(parts.group("weight")));
    }
    return unit;
  }

  private static String picture(String value, String file) {
    if (!there(file)) {
      int colon = file.lastIndexOf(':');
      boolean weight = colon > 0 && there(file.substring(0, colon));
      throw new BadRequest(
          "--control "
              + value
              + (weight
                  ? ": the weight after the colon is "
                      + file.substring(colon + 1)
                      + "; write a number of 0 to 2, as in seg=map.png:0.8"
                  : ": there is no file " + file + "; name the picture to follow"));
    }
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
    } catch (IOException e) {
      throw new BadRequest(
          "--control " + value + ": " + file + " cannot be read; see to its rights", e);
    }
  }

  /** What no path can be, as one with a second colon on Windows, is not there. */
  private static boolean there(String file) {
    try {
      return Files.isRegularFile(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
