package dev.kiln.host.graph.live;

import dev.kiln.spi.graph.WeightEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Work on many layers, distributed over all processors. */
final class LivePieces {
  /** Weights at once: with what is added to them they stay in a processor's own cache. */
  private static final int SIZE = 1 << 16;

  private LivePieces() {}

  /** Some rows of a layer. */
  private record Piece(LiveLayer layer, int first, int count) {}

  static void forEach(List<LiveLayer> layers, Consumer<LiveLayer> work) {
    AtomicInteger next = new AtomicInteger();
    onAllProcessors(
        () -> {
          for (int i = next.getAndIncrement(); i < layers.size(); i = next.getAndIncrement()) {
            work.accept(layers.get(i));
          }
        });
  }

  /**
   * @param fresh layers of which the model's own weights are to be changed
   */
  static void rewrite(List<LiveLayer> layers, WeightEdit edit, Set<LiveLayer> fresh) {
    List<Piece> pieces = new ArrayList<>();
    for (LiveLayer layer : layers) {
      int count = Math.max(1, SIZE / layer.columns());
      for (int first = 0; first < layer.rows(); first += count) {
        pieces.add(new Piece(layer, first, Math.min(count, layer.rows() - first)));
      }
    }
    AtomicInteger next = new AtomicInteger();
    onAllProcessors(
        () -> {
          float[] rows = {};
          for (int i = next.getAndIncrement(); i < pieces.size(); i = next.getAndIncrement()) {
            Piece piece = pieces.get(i);
            int size = piece.count * piece.layer.columns();
            rows = rows.length == size ? rows : new float[size];
            piece.layer.rewrite(edit, fresh.contains(piece.layer), piece.first, rows);
          }
        });
  }

  private static void onAllProcessors(Runnable work) {
    IntStream.range(0, Runtime.getRuntime().availableProcessors())
        .parallel()
        .forEach(processor -> work.run());
  }
}
