package dev.kiln.plugin.controlnet;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.JsonCodec;
import dev.kiln.host.Versions;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The host on the default model and its ControlNets, with this plugin as a jar. Its settings name
 * the folder in which {@code diffusers/controlnet/seg} and {@code …/pose} lie.
 */
final class ControlHost implements AutoCloseable {
  private final ModelStore models;
  private final PluginRuntime plugins;
  private Tensor latents = Tensor.zeros(0);
  private final List<List<Row>> evaluations = new ArrayList<>();
  private boolean dropsUncond;

  ControlHost(Path folder) {
    this(folder, DefaultModel.models(), ModelStore.Limits.ONE);
  }

  /**
   * @param folder an empty one of the test
   * @param where the models lie
   */
  ControlHost(Path folder, Path where, ModelStore.Limits limits) {
    ModelHashes hashes = new ModelHashes(folder.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(where, hashes);
    models = TestingStore.of(catalog, hashes, folder, limits);
    try {
      Path drop = Files.createDirectories(folder.resolve("plugins"));
      PluginJar.of("controlnet", "0.1.0")
          .manifest("Plugin-Requires", Versions.SPI)
          .classes(Path.of("target", "classes"))
          .dropInto(drop, "controlnet.jar");
      Path home = Files.createDirectories(folder.resolve("home"));
      String fixtures = DefaultModel.diffusers().getParent().toString();
      new ObjectMapper()
          .writeValue(
              home.resolve("settings.json").toFile(),
              Map.of("plugins", Map.of("controlnet", Map.of("folder", fixtures))));
      plugins =
          new PluginRuntime(
              new RuntimeSettings(drop, home, false, Versions.SPI, HostPlaces.NONE),
              Map.of(
                  ModelFiles.class, new FoundModels(catalog, hashes),
                  Pictures.class, new PictureCodec(),
                  Json.class, new JsonCodec(),
                  Networks.class, models.networks()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelStore models() {
    return models;
  }

  /** Let the negative prompt be left out of every other evaluation, as guidance-cutoff does. */
  void dropUncond(boolean drop) {
    dropsUncond = drop;
  }

  private static void dropUncondOfOddEvaluations(RowPlan plan) {
    for (int i = 0; i < plan.size(); i++) {
      if (plan.step().evaluation() % 2 == 1 && plan.row(i).role() == Row.Role.UNCOND) {
        plan.drop(i);
      }
    }
  }

  /** How many sessions of the UNet were made. */
  int unetSessions() {
    try (ModelStore.Lease lease = models.use("default")) {
      return lease.model().unet().opened();
    }
  }

  PluginRuntime plugins() {
    return plugins;
  }

  /** The last predictions of the last picture: with Euler its latents. */
  Tensor latents() {
    return latents;
  }

  /** The rows of each evaluation of the last request. */
  List<List<Row>> evaluations() {
    return evaluations;
  }

  /** The request of the reference: ten steps of Euler on Karras' schedule. */
  GenerationResult draw(List<Map<String, Object>> units) {
    return draw(request -> request, units);
  }

  GenerationResult draw(
      UnaryOperator<GenerationRequestBuilder> change, List<Map<String, Object>> units) {
    GenerationRequestBuilder request =
        GenerationRequest.of("a boy, green shirt, beach, sunset")
            .negativePrompt("night")
            .model("default")
            .sampler("Euler")
            .scheduler("karras")
            .steps(10)
            .cfgScale(6)
            .seed(5)
            .size(128, 128);
    if (!units.isEmpty()) {
      request = request.plugin("controlnet", Map.of("units", units));
    }
    evaluations.clear();
    return new GenerationPipeline(models, this::watched)
        .generate("job", change.apply(request).build(), Progress.SILENT, new Cancellation());
  }

  private HookSource.Hooks watched(GenerationRequest request) {
    HookSource.Hooks hooks = plugins.open(request);
    return new HookSource.Hooks() {
      @Override
      public <H extends HookPoint> List<HookSource.Hook<H>> of(Class<H> type) {
        List<HookSource.Hook<H>> all = new ArrayList<>(hooks.of(type));
        if (type == RowHook.class && dropsUncond) {
          RowHook odd = pass -> Optional.of(ControlHost::dropUncondOfOddEvaluations);
          all.add(new HookSource.Hook<>("dropping", type.cast(odd)));
        } else if (type == StepListener.class) {
          StepListener last = pass -> Optional.of((step, denoised) -> latents = denoised.copy());
          all.add(new HookSource.Hook<>("watching", type.cast(last)));
        } else if (type == DenoiseHook.class) {
          DenoiseHook counting =
              pass ->
                  Optional.of(
                      call -> {
                        List<Row> rows = new ArrayList<>();
                        for (int i = 0; i < call.rows(); i++) {
                          rows.add(call.row(i));
                        }
                        evaluations.add(rows);
                        call.proceed();
                      });
          all.add(new HookSource.Hook<>("watching", type.cast(counting)));
        }
        return all;
      }

      @Override
      public <T extends Record> Optional<T> options(String plugin, Class<T> type) {
        return hooks.options(plugin, type);
      }

      @Override
      public String state(String plugin) {
        return hooks.state(plugin);
      }

      @Override
      public String build(String plugin) {
        return hooks.build(plugin);
      }

      @Override
      public void fire(Object event) {
        hooks.fire(event);
      }

      @Override
      public void close() {
        hooks.close();
      }
    };
  }

  /** A unit with a ready map of the test's resources, and more fields as name and value. */
  static Map<String, Object> unit(String model, String map, Object... more) {
    Map<String, Object> unit = new HashMap<>();
    unit.put("model", model);
    unit.put("image", picture(map));
    for (int i = 0; i < more.length; i += 2) {
      unit.put((String) more[i], more[i + 1]);
    }
    return unit;
  }

  static String picture(String name) {
    try (InputStream in = ControlHost.class.getResourceAsStream(name)) {
      return Base64.getEncoder().encodeToString(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    plugins.close();
    models.close();
  }
}
