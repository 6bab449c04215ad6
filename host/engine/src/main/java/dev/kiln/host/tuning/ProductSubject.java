package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.BlockModule;
import dev.kiln.spi.graph.NetworkShape;
import java.nio.file.Path;
import java.util.Map;

/** The product of two square matrices. */
record ProductSubject(int size) implements Subject {
  @Override
  public Graph graph() {
    return BlockModule.product(size);
  }

  @Override
  public Path file() {
    return Path.of("product-" + size);
  }

  @Override
  public NetworkShape shape() {
    return new NetworkShape(1, 1, size, 1);
  }

  @Override
  public Map<String, long[]> inputs() {
    return Map.of("sample", output());
  }

  private long[] output() {
    return new long[] {size, size};
  }

  @Override
  public long scoreBytes() {
    return 0;
  }
}
