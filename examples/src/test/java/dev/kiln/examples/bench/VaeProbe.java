package dev.kiln.examples.bench;

import dev.kiln.host.Versions;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A process that decodes a picture of random latents: prints seconds of opening the decoder and of
 * decoding, and peak resident bytes. Arguments: models folder, model, a folder with the plugins
 * that take part, the picture's side, the file to write the picture to.
 */
final class VaeProbe {
  private VaeProbe() {}

  public static void main(String[] arguments) throws IOException {
    Path models = Path.of(arguments[0]);
    Path drop = Path.of(arguments[2]);
    int side = Integer.parseInt(arguments[3]);
    ModelHashes hashes = new ModelHashes(models.resolve(".hashes.json"));
    WideWeights wide = new WideWeights(hashes, models.resolve(".wide"), 1L << 36);
    SessionOpener opener = new SessionOpener(OrtRuntime.open(), wide, 0);
    ModelCatalog catalog = new ModelCatalog(models, hashes);
    RuntimeSettings settings =
        new RuntimeSettings(drop, drop.resolve("home"), false, Versions.SPI, HostPlaces.NONE);
    // Naming it wakes its plugin.
    GenerationRequestBuilder request = GenerationRequest.of("").attention("sdp");
    if (Files.exists(drop.resolve("tiled-vae.jar"))) {
      request.plugin("tiled-vae", Map.of("enabled", true));
    }
    try (ModelStore store = new ModelStore(opener, catalog, hashes, ModelStore.Limits.ONE);
        ModelStore.Lease lease = store.use(arguments[1]);
        PluginRuntime plugins = new PluginRuntime(settings, Map.of());
        Hooks hooks = plugins.open(request.build());
        RunControl control = new RunControl(OrtRuntime.open())) {
      AttentionWish wish = new AttentionWish("sdp", true, 1L << 30, "");
      SessionPlan plan =
          new SessionPlans(hooks, wish, SessionPlans.guided(side, side))
              .plan(NetworkKind.VAE_DECODER);
      long start = System.nanoTime();
      lease.model().codec().openDecoder(plan);
      long opened = System.nanoTime();
      Tensor picture = lease.model().codec().decode(latents(side / 8), 0, plan, control);
      long decoded = System.nanoTime();
      write(picture, Path.of(arguments[4]));
      System.out.printf(
          Locale.ROOT,
          "%f %f %d%n",
          (opened - start) / 1e9,
          (decoded - opened) / 1e9,
          ProcessMemory.peakResidentBytes());
    }
  }

  private static Tensor latents(int side) {
    Tensor latents = Tensor.zeros(1, 4, side, side);
    Random random = new Random(1);
    for (int i = 0; i < latents.size(); i++) {
      latents.data()[i] = (float) random.nextGaussian();
    }
    return latents;
  }

  private static void write(Tensor picture, Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * picture.size());
    bytes.asFloatBuffer().put(picture.data());
    Files.write(file, bytes.array());
  }
}
