package dev.kiln.examples.bench;

import dev.kiln.host.Versions;
import dev.kiln.host.graph.recipe.ConvolutionReport;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.PatchedSession;
import dev.kiln.host.model.ProcessMemory;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.InferenceSession;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A process that runs one network of a model on random numbers: prints seconds of opening it and of
 * its best run, peak resident bytes, and how many convolutions a plugin computes. Arguments: models
 * folder, model, a folder with the plugins that take part, UNET or VAE_DECODER, the picture's side,
 * winograd.memory (0 for the network as it is), the file to write the result to.
 */
final class ConvolutionProbe {
  private static final int RUNS = 4;
  private static final int TOKENS = 77;

  private ConvolutionProbe() {}

  public static void main(String[] arguments) throws IOException {
    Path models = Path.of(arguments[0]);
    Path drop = Path.of(arguments[2]);
    NetworkKind kind = NetworkKind.valueOf(arguments[3]);
    int side = Integer.parseInt(arguments[4]);
    ModelHashes hashes = new ModelHashes(models.resolve(".hashes.json"));
    WideWeights wide = new WideWeights(hashes, models.resolve(".wide"), 1L << 36);
    SessionOpener opener = new SessionOpener(OrtRuntime.open(), wide, 0);
    ModelSource source = new ModelCatalog(models, hashes).choose(arguments[1]);
    RuntimeSettings settings =
        new RuntimeSettings(drop, drop.resolve("home"), false, Versions.SPI, HostPlaces.NONE);
    GenerationRequestBuilder request = GenerationRequest.of("").attention("sdp");
    request.plugin("winograd", Map.of("memory", Double.valueOf(arguments[5])));
    try (PluginRuntime plugins = new PluginRuntime(settings, Map.of());
        Hooks hooks = plugins.open(request.build())) {
      AttentionWish wish = new AttentionWish("sdp", true, 1L << 30, "");
      SessionPlan plan = new SessionPlans(hooks, wish, SessionPlans.guided(side, side)).plan(kind);
      long start = System.nanoTime();
      try (PatchedSession session = opener.open(source, kind, plan)) {
        double opened = (System.nanoTime() - start) / 1e9;
        double best = best(session.network(), kind, side, Path.of(arguments[6]));
        ConvolutionReport report = session.report().convolutions();
        System.out.printf(
            Locale.ROOT,
            "%f %f %d %d%n",
            opened,
            best,
            ProcessMemory.peakResidentBytes(),
            report.taken());
      }
    }
  }

  private static double best(InferenceSession network, NetworkKind kind, int side, Path file)
      throws IOException {
    boolean unet = kind == NetworkKind.UNET;
    long latent = side / 8;
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put(network.firstInput(), new long[] {unet ? 2 : 1, 4, latent, latent});
    if (unet) {
      long width = network.input("encoder_hidden_states").shape()[2];
      inputs.put("timestep", new long[0]);
      inputs.put("encoder_hidden_states", new long[] {2, TOKENS, width});
    }
    long[] made = unet ? new long[] {2, 4, latent, latent} : new long[] {1, 3, side, side};
    String output = network.firstOutput();
    double best = Double.POSITIVE_INFINITY;
    float[] result = new float[(int) (made[0] * made[1] * made[2] * made[3])];
    try (RunControl control = new RunControl(OrtRuntime.open());
        Binding binding = network.bind(inputs, Map.of(output, made))) {
      inputs.forEach((name, shape) -> fill(binding, name, shape));
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        binding.run(control);
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      binding.read(output, 0, result, 0, result.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * result.length);
    bytes.asFloatBuffer().put(result);
    Files.write(file, bytes.array());
    return best;
  }

  private static void fill(Binding binding, String name, long... shape) {
    if (shape.length == 0) {
      binding.writeNumber(name, 0, 500);
      return;
    }
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    float[] values = new float[count];
    Random random = new Random(name.hashCode());
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    binding.write(name, 0, values, 0, count);
  }
}
