package dev.kiln.plugin.xyzplot;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.index.Option;
import dev.kiln.spi.index.PluginOptions;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is drawn along which axis.
 *
 * @param arguments webUI's {@code script_args} as they came; what they say stands over the others
 * @param xType name of what changes from column to column, or its number in webUI's list
 * @param yType from row to row
 * @param zType from grid to grid
 * @param keepPictures whether the pictures of the grid are results beside it
 * @param freeSeeds whether each picture has a random seed of its own where the request names none
 * @param margin pixels between pictures
 */
@PluginOptions(script = "X/Y/Z plot")
public record XyzOptions(
    @Option(label = "Arguments", help = "webUI's script_args.", defaultValue = "[]")
        List<Object> arguments,
    @Option(
            label = "X type",
            help = "What changes from column to column: Steps, Sampler, Prompt S/R or another.",
            defaultValue = "Nothing",
            flags = "--x-type")
        String xType,
    @Option(
            label = "X values",
            help = "Separated by commas; numbers also as 1-5, 1-10 (+3) or 1-10 [5].",
            defaultValue = "",
            flags = "--x-values")
        String xValues,
    @Option(
            label = "Y type",
            help = "What changes from row to row.",
            defaultValue = "Nothing",
            flags = "--y-type")
        String yType,
    @Option(label = "Y values", defaultValue = "", flags = "--y-values") String yValues,
    @Option(
            label = "Z type",
            help = "What changes from grid to grid.",
            defaultValue = "Nothing",
            flags = "--z-type")
        String zType,
    @Option(label = "Z values", defaultValue = "", flags = "--z-values") String zValues,
    @Option(label = "Legend", defaultValue = "true") boolean legend,
    @Option(
            label = "Keep the pictures of the grid",
            defaultValue = "false",
            flags = "--grid-pictures")
        boolean keepPictures,
    @Option(label = "Keep the grid of each Z", defaultValue = "false") boolean keepGrids,
    @Option(label = "A random seed for each picture", defaultValue = "false") boolean freeSeeds,
    @Option(label = "The next seed for each X", defaultValue = "false") boolean varySeedsX,
    @Option(label = "The next seed for each Y", defaultValue = "false") boolean varySeedsY,
    @Option(label = "The next seed for each Z", defaultValue = "false") boolean varySeedsZ,
    @Option(label = "Margin in pixels", defaultValue = "0", min = 0, max = 500) int margin) {

  /** Where webUI's arguments have what: type, text and chosen values of X, Y and Z, then these. */
  private static final int LEGEND = 9;

  private static final int MARGIN = 16;

  public XyzOptions {
    arguments = List.copyOf(arguments);
  }

  /** These options, or those that webUI's arguments amount to. */
  XyzOptions meant() {
    return arguments.isEmpty()
        ? this
        : new XyzOptions(
            List.of(),
            type(0),
            values(1),
            type(3),
            values(4),
            type(6),
            values(7),
            flag(LEGEND, true),
            flag(LEGEND + 1, false),
            flag(LEGEND + 2, false),
            flag(LEGEND + 3, false),
            flag(LEGEND + 4, false),
            flag(LEGEND + 5, false),
            flag(LEGEND + 6, false),
            number(MARGIN));
  }

  private String type(int at) {
    Object given = at < arguments.size() ? arguments.get(at) : 0;
    return given instanceof Number number
        ? String.valueOf(number.intValue())
        : String.valueOf(given);
  }

  /** Values that were typed, or that were chosen from webUI's list. */
  private String values(int at) {
    String typed = at < arguments.size() ? String.valueOf(arguments.get(at)) : "";
    if (typed.isBlank()
        && at + 1 < arguments.size()
        && arguments.get(at + 1) instanceof List<?> chosen) {
      return chosen.stream()
          .map(String::valueOf)
          .map(Csv::quoted)
          .collect(Collectors.joining(", "));
    }
    return typed;
  }

  private boolean flag(int at, boolean usual) {
    if (at >= arguments.size()) {
      return usual;
    }
    if (arguments.get(at) instanceof Boolean flag) {
      return flag;
    }
    throw new BadRequest(
        "X/Y/Z plot: argument %d is %s; expected true or false"
            .formatted(at + 1, arguments.get(at)));
  }

  private int number(int at) {
    if (at >= arguments.size()) {
      return 0;
    }
    if (arguments.get(at) instanceof Number number
        && number.intValue() >= 0
        && number.intValue() <= 500) {
      return number.intValue();
    }
    throw new BadRequest(
        "X/Y/Z plot: argument %d is %s; expected pixels from 0 to 500"
            .formatted(at + 1, arguments.get(at)));
  }
}
