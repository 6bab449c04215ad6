package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What optimizers are compared on. */
interface Workload {
  /** What the table calls it. */
  String label();

  /** What names it to a process of its own: {@link #parse} understands it. */
  String word();

  List<Trial> run(AttentionLab lab, List<String> optimizers, int rounds);

  /** The same without scores that count; empty where there is no such thing. */
  Optional<Workload> withoutScores();

  /** Bytes of keys and values that {@link #withoutScores} lacks, as they come and by heads. */
  long keyBytes();

  /**
   * Read what {@link #word} wrote.
   *
   * @throws BadRequest when it is nothing of the kind
   */
  static Workload parse(String word) {
    try {
      String[] parts = word.split("=", 3);
      if (parts[0].equals("site") && parts.length == 2) {
        return SiteWorkload.parse(parts[1]);
      }
      if (parts[0].equals("unet") && parts.length == 3) {
        return UnetWorkload.parse(parts[1], parts[2]);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw unknown(word, e);
    }
    throw unknown(word, null);
  }

  private static BadRequest unknown(String word, @Nullable Exception cause) {
    String message =
        "the work \""
            + word
            + "\" is neither site=ROWSxTOKENSxKEYSxHEADSxSIZE nor unet=WIDTHxHEIGHT=MODEL";
    return new BadRequest(message, cause);
  }
}
