package dev.kiln.plugin.embeddingcache;

import dev.kiln.spi.host.Embeddings.EncoderCost;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * What the text encoder costs on this machine.
 *
 * @param opening seconds to make its session
 * @param chunk seconds to encode one chunk
 * @param bytes memory that the session takes
 */
record MeasuredCost(double opening, double chunk, long bytes) {
  private static final String FILE = "cost.properties";

  /** Empty when the encoder was not needed. */
  static Optional<MeasuredCost> of(EncoderCost cost) {
    return cost.runs() == 0 || cost.opens() == 0
        ? Optional.empty()
        : Optional.of(
            new MeasuredCost(
                cost.openSeconds() / cost.opens(), cost.runSeconds() / cost.runs(), cost.bytes()));
  }

  /** What was kept last; empty when nothing was, or it cannot be read. */
  static Optional<MeasuredCost> kept(Path folder) {
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(FILE))) {
      values.load(in);
      return Optional.of(
          new MeasuredCost(
              Double.parseDouble(values.getProperty("opening")),
              Double.parseDouble(values.getProperty("chunk")),
              Long.parseLong(values.getProperty("bytes"))));
    } catch (IOException | RuntimeException missingOrDamaged) {
      return Optional.empty();
    }
  }

  /** Keep it for the runs that compute nothing. */
  void keep(Path folder) {
    Properties values = new Properties();
    values.setProperty("opening", Double.toString(opening));
    values.setProperty("chunk", Double.toString(chunk));
    values.setProperty("bytes", Long.toString(bytes));
    try (Writer out = Files.newBufferedWriter(folder.resolve(FILE))) {
      values.store(out, "what the text encoder cost when it was last needed");
    } catch (IOException unwritable) {
      // It is measured again when the encoder is needed again.
      return;
    }
  }

  String sentence() {
    return String.format(
        Locale.ROOT,
        "a generation of two kept chunks saves %.2f s (%.2f s to open the text encoder,"
            + " 2 x %.3f s to run it) and %.0f MB",
        opening + 2 * chunk,
        opening,
        chunk,
        bytes / 1e6);
  }
}
