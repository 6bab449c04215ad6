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

/** The weights of a graph in one file, from which a session maps them. */
final class GatheredWeights {
  /** Bytes of a line of a processor's cache: kernels read from its beginning. */
  private static final int LINE = 64;

  private GatheredWeights() {}

  /** Whether a session would read all of them from a file: live ones it reads in memory. */
  static boolean possible(Graph graph) {
    return graph.weights().values().stream()
        .noneMatch(weight -> weight.data() instanceof Weight.Live);
  }

  /**
   * Write them.
   *
   * @param place where the file will lie
   * @return the weights as they are there; small ones stay part of the structure
   */
  static List<Weight> write(Graph graph, Path file, Path place) throws IOException {
    List<Weight> gathered = new ArrayList<>();
    try (FileChannel to =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Weight weight : graph.weights().values()) {
        if (!(weight.data() instanceof Weight.Inline)) {
          write(ByteBuffer.allocate((int) (-to.position() & LINE - 1)), to);
          long start = to.position();
          copy(weight.data(), to);
          Weight.Data there = new Weight.InFile(place, start, to.position() - start);
          gathered.add(new Weight(weight.name(), weight.type(), weight.shape(), there));
        }
      }
    }
    return gathered;
  }

  private static void write(ByteBuffer bytes, FileChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void copy(Weight.Data data, FileChannel to) throws IOException {
    if (data instanceof Weight.InMemory memory) {
      write(memory.bytes().duplicate().rewind(), to);
    } else if (data instanceof Weight.InFile source) {
      try (FileChannel from = FileChannel.open(source.file(), StandardOpenOption.READ)) {
        from.position(source.offset());
        for (long left = source.length(); left > 0; ) {
          long copied = to.transferFrom(from, to.position(), left);
          if (copied == 0) {
            throw new IOException(source.file() + " ends inside a weight");
          }
          to.position(to.position() + copied);
          left -= copied;
        }
      }
    }
  }
}
