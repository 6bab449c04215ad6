package dev.kiln.springai.autoconfigure;

import dev.kiln.api.EngineOptions;
import dev.kiln.springai.KilnImageOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Kiln is opened, and what its pictures have where a prompt says nothing else.
 *
 * @param models the folder that models lie in, or the file or folder of one model
 * @param home for caches, settings and plugins' data; null for {@code KILN_HOME}, else {@code
 *     ~/.kiln}
 * @param plugins a folder with plugin jars, beside those on the class path; null for {@code
 *     plugins} in the home
 * @param threads of ONNX Runtime, 0 for one for each processor
 * @param residentModels how many stay in memory
 * @param modelMemory GB for models beside the one in use; null for half of the machine's
 * @param waiting requests that may wait; the next is refused
 * @param baseUrl of a host elsewhere, which draws in place of an engine in this process; null for
 *     the engine. Nothing but {@code apiKey}, {@code patience}, {@code timeout} and {@code options}
 *     is used then
 * @param apiKey of that host; null for none
 * @param patience how long that host is asked again while it is busy
 * @param timeout after which that host counts as away if it does not answer
 * @param options of pictures
 */
@ConfigurationProperties(KilnImageProperties.PREFIX)
public record KilnImageProperties(
    @DefaultValue("models") Path models,
    @Nullable Path home,
    @Nullable Path plugins,
    @DefaultValue("0") int threads,
    @DefaultValue("3") int residentModels,
    @Nullable Double modelMemory,
    @DefaultValue("256") int waiting,
    @Nullable String baseUrl,
    @Nullable String apiKey,
    @DefaultValue("2m") Duration patience,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue KilnImageOptions options) {
  /** What all names begin with. */
  public static final String PREFIX = "spring.ai.kiln.image";

  /** Texts of a properties file are numbers and truth values where they look like these. */
  public KilnImageProperties {
    options.getPlugins().values().forEach(KilnImageProperties::type);
  }

  private static void type(Map<String, Object> options) {
    options.replaceAll((name, value) -> value instanceof String text ? typed(text) : value);
  }

  private static Object typed(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? (Object) Double.valueOf(text) : text;
  }

  void apply(EngineOptions.Builder engine) {
    engine.models(models).threads(threads).residentModels(residentModels).waiting(waiting);
    if (home != null) {
      engine.home(home);
    }
    if (plugins != null) {
      engine.plugins(plugins);
    }
    if (modelMemory != null) {
      engine.modelMemory(modelMemory);
    }
  }
}
