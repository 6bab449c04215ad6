package dev.kiln.host.http;

import dev.kiln.host.request.Filling;
import dev.kiln.host.request.RequestField;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a client may choose from. Safe from any thread. */
public interface Catalog {
  /** Samplers in the order in which they are listed. */
  List<SamplerInfo> samplers();

  /** Schedules, "automatic" among them, in the order in which they are listed. */
  List<ScheduleInfo> schedules();

  /** The sampler that answers to a name or alias, with or without a schedule behind it. */
  Optional<SamplerInfo> sampler(String name);

  /** All models, the default one first. */
  List<ModelEntry> models();

  /** All separate VAEs. */
  List<VaeEntry> vaes();

  /**
   * What a model's settings say of fields that a request does not set.
   *
   * @param model empty for the default one
   * @param given whether the request sets a field
   * @throws dev.kiln.spi.BadRequest when there is no such model
   */
  Filling defaults(String model, Predicate<RequestField<?>> given);

  /** Models, LoRAs and textual inversions, as cards of webUI's page show them. */
  List<NetworkFile> networks();

  /**
   * A file with a card.
   *
   * @param page of webUI that shows it, such as "checkpoints"
   * @param name of the file, without its ending
   */
  record NetworkFile(String page, String name, Path file) {}

  /** A VAE and where it lies. */
  record VaeEntry(String name, String file) {}

  /**
   * One model.
   *
   * @param title webUI's "name [hash]"
   * @param sha256 empty when it is not known
   * @param file where it lies
   * @param size the side of its own pictures in pixels
   * @param defaults of its settings, by the names of a request's fields
   */
  record ModelEntry(
      String name,
      String title,
      String sha256,
      String file,
      int size,
      Map<String, Object> defaults) {
    String shortHash() {
      return sha256.substring(0, Math.min(10, sha256.length()));
    }

    boolean answersTo(String wanted) {
      return name.equalsIgnoreCase(wanted)
          || title.equalsIgnoreCase(wanted)
          || wanted.length() >= 8 && sha256.startsWith(wanted.toLowerCase(Locale.ROOT));
    }
  }
}
