package dev.kiln.plugin.lora;

import dev.kiln.spi.host.ModelFiles.Found;
import java.text.Normalizer;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A file that was found.
 *
 * @param metadata what its maker wrote into it
 */
record LoraEntry(Found found, Map<String, String> metadata) {
  private static final String OUTPUT_NAME = "ss_output_name";

  /** The file's name without its ending. */
  String name() {
    return found.shortName();
  }

  /** What its maker called it; its name where nothing is said. */
  String alias() {
    String alias = plain(metadata.getOrDefault(OUTPUT_NAME, ""));
    return alias.isEmpty() ? name() : alias;
  }

  String path() {
    return plain(found.path().toString());
  }

  /** All that it is called, the shortest first, with more and more of its folders. */
  Stream<String> names() {
    String whole = found.name();
    Stream<String> withFolders =
        IntStream.iterate(whole.length() - 1, at -> at >= 0, at -> at - 1)
            .filter(at -> whole.charAt(at) == '/')
            .skip(1)
            .mapToObj(at -> whole.substring(at + 1));
    return Stream.of(Stream.of(name(), alias()), withFolders, Stream.of(whole, path()))
        .flatMap(names -> names);
  }

  /** As names are compared, whichever way the system or the writer has accents. */
  static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).strip();
  }
}
