package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One row of the table: a program, and how it is asked to compute. */
record Peer(Program program, String variant) {
  /** All others are compared with its picture. */
  static final Peer REFERENCE = new Peer(Program.KILN, "automatic");

  String name() {
    return program.label() + "-" + variant;
  }

  static List<Peer> all() {
    return Arrays.stream(Program.values())
        .flatMap(program -> program.variants().stream().map(it -> new Peer(program, it)))
        .toList();
  }

  /**
   * Those of a list, and {@link #REFERENCE}, in the order of the table.
   *
   * @param list names of programs or of peers, joined by commas; all if empty
   * @throws BadRequest when one is unknown
   */
  static List<Peer> named(String list) {
    List<Peer> chosen = new ArrayList<>(List.of(REFERENCE));
    List<String> names =
        Arrays.stream(list.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .toList();
    for (String name : names) {
      List<Peer> found =
          all().stream()
              .filter(it -> it.name().equals(name) || it.program().label().equals(name))
              .toList();
      if (found.isEmpty()) {
        throw new BadRequest(
            "there is no peer \"%s\"; there are: %s"
                .formatted(name, all().stream().map(Peer::name).collect(Collectors.joining(", "))));
      }
      chosen.addAll(found);
    }
    return names.isEmpty() ? all() : all().stream().filter(chosen::contains).toList();
  }
}
