package dev.kiln.host.model.prepared;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the weights of a graph that are in memory to a file, one behind the other. */
final class StoredWeights {
  /** Of a page: the runtime maps each by itself. */
  private static final long ALIGNED = 4096;

  private StoredWeights() {}

  /**
   * Write them.
   *
   * @param place where the file will be
   * @return the same weights, as they are then found there
   */
  static List<Weight> write(Graph graph, Path file, Path place) throws IOException {
    List<Weight> stored = new ArrayList<>();
    long end = 0;
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Weight weight : graph.weights().values()) {
        Optional<ByteBuffer> memory = memory(weight);
        if (memory.isPresent()) {
          ByteBuffer bytes = memory.get().duplicate().rewind();
          Weight.InFile there = new Weight.InFile(place, end, bytes.limit());
          write(bytes, out, end);
          stored.add(new Weight(weight.name(), weight.type(), weight.shape(), there));
          end += (there.length() + ALIGNED - 1) / ALIGNED * ALIGNED;
        }
      }
    }
    return stored;
  }

  /** The bytes of one that is in memory. */
  static Optional<ByteBuffer> memory(Weight weight) {
    if (weight.data() instanceof Weight.InMemory memory) {
      return Optional.of(memory.bytes());
    }
    return weight.data() instanceof Weight.Live live ? Optional.of(live.bytes()) : Optional.empty();
  }

  private static void write(ByteBuffer bytes, FileChannel out, long from) throws IOException {
    for (long at = from; bytes.hasRemaining(); ) {
      at += out.write(bytes, at);
    }
  }
}
