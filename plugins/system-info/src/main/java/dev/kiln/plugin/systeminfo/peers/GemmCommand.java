package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.host.CliCall;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.index.Command;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.pf4j.Extension;

/** The most that this machine multiplies: one large product of f32 matrices in Kiln's runtime. */
@Extension
@Singleton
@Command(
    name = GemmCommand.NAME,
    summary = "Measure the GFLOP/s of one large product of f32 matrices")
public final class GemmCommand implements CliContribution {
  static final String NAME = "benchmark gemm";

  /** Rows and columns: 16 MB a matrix, beyond the caches, and a second or less on two cores. */
  private static final int SIZE = 2048;

  private static final int RUNS = 8;

  private final Networks networks;

  @Inject
  GemmCommand(Networks networks) {
    this.networks = networks;
  }

  @Override
  public int run(CliCall call) throws IOException {
    Path file = Files.createTempFile("kiln-gemm", ".onnx");
    try (InputStream model =
        Objects.requireNonNull(GemmCommand.class.getResourceAsStream("gemm.onnx"))) {
      Files.write(file, model.readAllBytes());
      try (NetworkRun network = networks.open(file)) {
        call.print(String.valueOf(peak(network)));
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return 0;
  }

  /** GFLOP/s of the best run. */
  private static double peak(NetworkRun network) {
    Map<String, Tensor> inputs = Map.of("a", matrix(1), "b", matrix(2));
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      long began = System.nanoTime();
      network.run(inputs);
      best = Math.min(best, (System.nanoTime() - began) / 1e9);
    }
    return 2.0 * SIZE * SIZE * SIZE / best / 1e9;
  }

  private static Tensor matrix(long seed) {
    Tensor matrix = Tensor.zeros(SIZE, SIZE);
    Random random = new Random(seed);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.data()[i] = random.nextFloat() - 0.5f;
    }
    return matrix;
  }
}
