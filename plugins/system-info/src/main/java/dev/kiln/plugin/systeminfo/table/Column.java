package dev.kiln.plugin.systeminfo.table;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One column of the table: how attention and convolutions are computed.
 *
 * @param name as {@code --columns} takes it
 * @param attention an optimizer's name, {@link AttentionLab#UNTOUCHED}, or empty for Automatic
 * @param channelsLast whether convolutions have the layout that the plugin channels-last sets
 */
record Column(String name, String attention, boolean channelsLast) {
  static final String PLAIN = "plain";
  static final String SDP = "sdp";
  static final String SDP_CHANNELS_LAST = "sdp+channels-last";
  static final String DOGGETTX = "doggettx";
  static final String AUTOMATIC = "automatic";
  static final String ALL = "all";

  private static final String LAYOUT = "+channels-last";
  private static final List<String> DEFAULT = List.of(PLAIN, SDP, SDP_CHANNELS_LAST, DOGGETTX);

  /** Automatic has Kiln's own layout, which is that of channels-last. */
  static Column of(String name) {
    boolean layout = name.endsWith(LAYOUT) || name.equals(AUTOMATIC);
    String base = name.replace(LAYOUT, "");
    return switch (base) {
      case PLAIN -> new Column(name, AttentionLab.UNTOUCHED, layout);
      case AUTOMATIC -> new Column(name, "", layout);
      default -> new Column(name, base, layout);
    };
  }

  /**
   * Those that are named, {@link #ALL} for every one there is, nothing for the document's.
   *
   * @param installed names of the optimizers
   * @throws BadRequest when one is unknown
   */
  static List<Column> named(List<String> names, List<String> installed) {
    List<String> known =
        Stream.concat(
                Stream.of(PLAIN, AUTOMATIC),
                Stream.concat(DEFAULT.stream().filter(it -> !it.contains("+")), installed.stream()))
            .distinct()
            .toList();
    List<String> wanted = new ArrayList<>(names.isEmpty() ? DEFAULT : names);
    if (wanted.remove(ALL)) {
      Stream.of(DEFAULT.stream(), installed.stream(), Stream.of(AUTOMATIC))
          .flatMap(it -> it)
          .filter(it -> !wanted.contains(it))
          .forEach(wanted::add);
    }
    return wanted.stream()
        .map(it -> it.toLowerCase(Locale.ROOT))
        .map(
            it -> {
              if (!known.contains(it.replace(LAYOUT, ""))) {
                throw new BadRequest(
                    "the table has no column \"%s\"; it has: %s, %s, each also with %s"
                        .formatted(it, ALL, String.join(", ", known), LAYOUT));
              }
              return of(it);
            })
        .toList();
  }
}
