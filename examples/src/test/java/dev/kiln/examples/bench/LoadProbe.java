package dev.kiln.examples.bench;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.model.TextEncoder;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.Loading;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

/**
 * A process that loads a model and evaluates its UNet: prints seconds from the start of the JVM
 * until all three networks are loaded, peak resident bytes by then, seconds of the best step at
 * 64x64 latents with CFG, peak bytes by then. Arguments: models folder, model, loading, how linear
 * layers are written ("own" for the model as it is loaded).
 */
final class LoadProbe {
  private static final int STEPS = 4;
  private static final int SIDE = 64;
  private static final int TOKENS = 77;

  private LoadProbe() {}

  public static void main(String[] arguments) {
    Path models = Path.of(arguments[0]);
    OrtRuntime runtime = OrtRuntime.open(Loading.valueOf(arguments[2]), 0, () -> {});
    ModelHashes hashes = new ModelHashes(models.resolve(".hashes.json"));
    WideWeights wide = new WideWeights(hashes, models.resolve(".wide"), 1L << 36);
    ModelCatalog catalog = new ModelCatalog(models, hashes);
    if (!arguments[3].equals("own")) {
      Graph graph = LinearForms.of(arguments[3]).graph(catalog.choose(arguments[1]));
      Path file = catalog.choose(arguments[1]).path();
      try (InferenceSession unet = InferenceSession.open(runtime, file, graph)) {
        report(unet, runtime);
      }
      return;
    }
    try (ModelStore store =
            new ModelStore(
                new SessionOpener(runtime, wide, 0), catalog, hashes, ModelStore.Limits.ONE);
        ModelStore.Lease lease = store.use(arguments[1]);
        RunControl control = new RunControl(runtime)) {
      var model = lease.model();
      model
          .textEncoder()
          .encode(
              new TextEncoder.Chunk(Collections.nCopies(TOKENS, 1)),
              1,
              SessionPlan.plain(NetworkKind.TEXT_ENCODER),
              control);
      model
          .codec()
          .decode(
              Tensor.zeros(1, model.codec().channels(), 8, 8),
              0,
              SessionPlan.plain(NetworkKind.VAE_DECODER),
              control);
      ModelSource source = model.source();
      try (InferenceSession unet =
          new SessionOpener(runtime, wide, 0)
              .open(source, NetworkKind.UNET, SessionPlan.plain(NetworkKind.UNET))
              .network()) {
        report(unet, runtime);
      }
    }
  }

  private static void report(InferenceSession unet, OrtRuntime runtime) {
    double loaded =
        (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
    long peakLoading = ProcessMemory.peakResidentBytes();
    double best = Double.POSITIVE_INFINITY;
    int width = (int) unet.input("encoder_hidden_states").shape()[2];
    long[] latents = {2, 4, SIDE, SIDE};
    try (RunControl control = new RunControl(runtime);
        Binding binding =
            unet.bind(
                Map.of(
                    "sample",
                    latents,
                    "timestep",
                    new long[0],
                    "encoder_hidden_states",
                    new long[] {2, TOKENS, width}),
                Map.of("out_sample", latents))) {
      float[] noise = new float[2 * 4 * SIDE * SIDE];
      java.util.Random random = new java.util.Random(1);
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) random.nextGaussian();
      }
      binding.write("sample", 0, noise, 0, noise.length);
      binding.writeNumber("timestep", 0, 500);
      for (int i = 0; i < STEPS; i++) {
        long start = System.nanoTime();
        binding.run(control);
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
    }
    System.out.printf(
        Locale.ROOT, "%f %d %f %d%n", loaded, peakLoading, best, ProcessMemory.peakResidentBytes());
  }
}
