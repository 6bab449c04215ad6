package dev.kiln.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine in this process finds its files, and its limits.
 *
 * @param models the folder that models lie in, or the file or folder of one model
 * @param home for caches, settings and plugins' data; empty for {@code KILN_HOME}, else {@code
 *     ~/.kiln}. Engines and command lines share one
 * @param plugins the folder that plugin jars lie in; empty for {@code plugins} in the home
 * @param classPath whether plugins on the class path take part
 * @param model used where a request names none; empty for the first
 * @param vae used where a request names none; empty for the model's own
 * @param threads of ONNX Runtime, 0 for one for each processor. All engines of a process share
 *     them: the first to open sets them
 * @param fastLoad map weights as they lie on disk: a faster start, slower steps
 * @param residentModels how many stay in memory
 * @param modelMemory GB for models beside the one in use; empty for half of the machine's. With 0
 *     each network leaves memory after its use
 * @param networkMemory GB for ControlNets and other networks not in use; empty for a quarter
 * @param attentionMemory GB for the scores of one attention; empty for half of the machine's
 *     memory, or less where less is free
 * @param weightsCache GB of disk for widened weights and prepared networks
 * @param waiting requests that may wait; the next is refused
 * @param settings of plugins, by plugin and option, as JSON values; they stand over the home's
 *     settings.json
 */
public record EngineOptions(
    Path models,
    Optional<Path> home,
    Optional<Path> plugins,
    boolean classPath,
    String model,
    String vae,
    int threads,
    boolean fastLoad,
    int residentModels,
    OptionalDouble modelMemory,
    OptionalDouble networkMemory,
    OptionalDouble attentionMemory,
    double weightsCache,
    int waiting,
    Map<String, Map<String, Object>> settings) {
  /**
   * @throws KilnException when a setting is no JSON value
   */
  public EngineOptions {
    demand("models", models);
    demand("home", home);
    demand("plugins", plugins);
    demand("model", model);
    demand("vae", vae);
    demand("modelMemory", modelMemory);
    demand("networkMemory", networkMemory);
    demand("attentionMemory", attentionMemory);
    settings = sections(demand("settings", settings));
  }

  private static <T> T demand(String name, @Nullable T value) {
    return Objects.requireNonNull(value, name + " is null; give a value, or leave the call out");
  }

  private static Map<String, Map<String, Object>> sections(
      Map<String, Map<String, Object>> settings) {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    settings.forEach(
        (plugin, options) ->
            all.put(plugin, JsonValues.object("the setting " + plugin + ".", options)));
    return Collections.unmodifiableMap(all);
  }

  /** With the values of the command line. */
  public static Builder builder() {
    return new Builder();
  }

  /** Says what differs from the defaults. Not thread-safe. */
  public static final class Builder {
    private @Nullable Path models;
    private Optional<Path> home = Optional.empty();
    private Optional<Path> plugins = Optional.empty();
    private boolean classPath = true;
    private String model = "";
    private String vae = "";
    private int threads;
    private boolean fastLoad;
    private int residentModels = 3;
    private OptionalDouble modelMemory = OptionalDouble.empty();
    private OptionalDouble networkMemory = OptionalDouble.empty();
    private OptionalDouble attentionMemory = OptionalDouble.empty();
    private double weightsCache = 30;
    private int waiting = 256;
    private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();

    private Builder() {}

    /** The folder that models lie in, or the file or folder of one model. Must be given. */
    public Builder models(Path folder) {
      this.models = folder;
      return this;
    }

    /** For caches, settings and plugins' data ({@code KILN_HOME}, else {@code ~/.kiln}). */
    public Builder home(Path folder) {
      this.home = Optional.of(demand("home", folder));
      return this;
    }

    /**
     * A folder with plugin jars, beside those on the class path ({@code plugins} in the home). It
     * must be there.
     */
    public Builder plugins(Path folder) {
      this.plugins = Optional.of(demand("plugins", folder));
      return this;
    }

    /** Whether plugins on the class path take part (true). */
    public Builder classPathPlugins(boolean use) {
      this.classPath = use;
      return this;
    }

    /** What requests use that name no model (the first of the folder). */
    public Builder model(String name) {
      this.model = name;
      return this;
    }

    /** What requests use that name no VAE (the model's own). */
    public Builder vae(String name) {
      this.vae = name;
      return this;
    }

    /** Threads of ONNX Runtime; the first engine of a process sets them (all processors). */
    public Builder threads(int count) {
      this.threads = count;
      return this;
    }

    /** Map weights as they lie on disk: a faster start, slower steps (false). */
    public Builder fastLoad(boolean fast) {
      this.fastLoad = fast;
      return this;
    }

    /** How many models stay in memory (3). */
    public Builder residentModels(int count) {
      this.residentModels = count;
      return this;
    }

    /** GB for models beside the one in use (half of the machine's). */
    public Builder modelMemory(double gigabytes) {
      this.modelMemory = OptionalDouble.of(gigabytes);
      return this;
    }

    /** GB for ControlNets and other networks not in use (a quarter of the machine's). */
    public Builder networkMemory(double gigabytes) {
      this.networkMemory = OptionalDouble.of(gigabytes);
      return this;
    }

    /** GB for the scores of one attention (half of the machine's, or less where less is free). */
    public Builder attentionMemory(double gigabytes) {
      this.attentionMemory = OptionalDouble.of(gigabytes);
      return this;
    }

    /** GB of disk for widened weights, and as much for prepared networks (30). */
    public Builder weightsCache(double gigabytes) {
      this.weightsCache = gigabytes;
      return this;
    }

    /** Requests that may wait; the next is refused (256). */
    public Builder waiting(int requests) {
      this.waiting = requests;
      return this;
    }

    /**
     * An option of a plugin that holds for all requests; stands over settings.json. An engine is
     * not opened where there is no such plugin, or no such option of it.
     */
    public Builder setting(String plugin, String option, Object value) {
      demand("plugin", plugin);
      demand("option", option);
      demand("the setting " + plugin + "." + option, value);
      settings.computeIfAbsent(plugin, id -> new LinkedHashMap<>()).put(option, value);
      return this;
    }

    /**
     * @throws KilnException when no models are named
     */
    public EngineOptions build() {
      if (models == null) {
        throw new KilnException(
            KilnException.Reason.BAD_REQUEST, "no models are named; say where they lie by models");
      }
      return new EngineOptions(
          models,
          home,
          plugins,
          classPath,
          model,
          vae,
          threads,
          fastLoad,
          residentModels,
          modelMemory,
          networkMemory,
          attentionMemory,
          weightsCache,
          waiting,
          settings);
    }
  }
}
