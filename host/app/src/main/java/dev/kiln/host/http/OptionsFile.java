package dev.kiln.host.http;

import dev.kiln.host.AtomicFile;
import dev.kiln.host.DiskReason;
import dev.kiln.host.JsonCodec;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where options that clients set are kept between servers, as webUI's are in its {@code
 * config.json}.
 */
public final class OptionsFile {
  /** Keeps nothing. */
  public static final OptionsFile NONE = new OptionsFile(Optional.empty(), Set.of());

  private static final Logger LOG = LoggerFactory.getLogger(OptionsFile.class);

  private final Optional<Path> file;
  private final Set<String> flagged;
  private final JsonCodec json = new JsonCodec();

  private OptionsFile(Optional<Path> file, Set<String> flagged) {
    this.file = file;
    this.flagged = flagged;
  }

  /**
   * @param home where the file lies
   * @param flagged options that the command line says for this server; what is kept of them is not
   *     read
   */
  public static OptionsFile in(Path home, Set<String> flagged) {
    return new OptionsFile(Optional.of(home.resolve("webui-options.json")), Set.copyOf(flagged));
  }

  /** Nothing of a file that cannot be read: it is named in the log, and stays as it is. */
  Map<String, Object> read() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (file.isPresent() && Files.exists(file.get())) {
      try {
        options.putAll(json.object(file.get()));
        options.values().removeIf(value -> value == null);
        options.keySet().removeAll(flagged);
      } catch (BadRequest e) {
        LOG.warn("options of the last time are left out: {}", e.getMessage());
      }
    }
    return options;
  }

  /** Where it cannot be written, the options hold until the server ends. */
  void write(Map<String, Object> options) {
    if (file.isEmpty()) {
      return;
    }
    try {
      AtomicFile.replace(file.get(), json.write(options).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be written, {}; the options hold until the server ends",
          file.get(),
          DiskReason.of(e));
    }
  }
}
