package dev.kiln.plugin.controlnet;

import dev.kiln.spi.control.PreprocessorCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A unit as the infotext tells it, in sd-webui-controlnet's words. */
final class UnitText {
  /** A unit's number follows. */
  static final String KEY = "ControlNet";

  private UnitText() {}

  static String key(WantedUnit wanted) {
    return KEY + " " + wanted.unit().index();
  }

  /**
   * @param title of the ControlNet, as lists show it
   * @param call what the preprocessor was asked for
   */
  static String of(WantedUnit wanted, String title, PreprocessorCall call) {
    ControlUnit unit = wanted.unit();
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("Module", unit.hint().module());
    text.put("Model", title);
    text.put("Weight", unit.strength().weight());
    text.put("Resize Mode", unit.hint().resize().label());
    text.put("Processor Res", call.resolution());
    text.put("Threshold A", call.thresholdA());
    text.put("Threshold B", call.thresholdB());
    text.put("Guidance Start", unit.window().start());
    text.put("Guidance End", unit.window().end());
    text.put("Pixel Perfect", unit.hint().settings().pixelPerfect() ? "True" : "False");
    text.put("Control Mode", unit.strength().mode().label());
    text.putAll(unusual(unit));
    return text.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + clean(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** What is told only where it is not as usual: shorter for all others, who need not know it. */
  private static Map<String, Object> unusual(ControlUnit unit) {
    Map<String, Object> text = new LinkedHashMap<>();
    if (unit.hires() != HiresOption.BOTH) {
      text.put("Hr Option", unit.hires().label());
    }
    List<Double> advanced = unit.strength().advanced();
    if (!advanced.isEmpty()) {
      text.put(
          "Advanced Weighting",
          advanced.stream().map(String::valueOf).collect(Collectors.joining("|")));
    }
    if (unit.strength().region().isPresent()) {
      text.put("Effective Region Mask", "True");
    }
    return text;
  }

  /** Commas and colons would end a value. */
  private static String clean(Object value) {
    return String.valueOf(value).replaceAll("[,:]", " ");
  }
}
