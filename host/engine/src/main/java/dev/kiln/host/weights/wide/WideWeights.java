package dev.kiln.host.weights.wide;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightValues;
import dev.kiln.host.weights.file.FileHashes;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives a graph its float16 and bfloat16 weights as float32, which is what a CPU computes with. The
 * copy is made once and kept beside the model; a second start only maps it. Safe from any thread
 * and process.
 */
public final class WideWeights {
  private static final String FOLDER = ".kiln-f32";

  private final FileHashes hashes;
  private final Path fallback;
  private final long budget;

  /**
   * @param fallback holds the copies of models whose own folder cannot be written
   * @param budget bytes that a folder of copies may take; the least recently used go first
   */
  public WideWeights(FileHashes hashes, Path fallback, long budget) {
    this.hashes = hashes;
    this.fallback = fallback;
    this.budget = budget;
  }

  /**
   * Point the weights of a graph into a file of float32 values. A graph that has none of narrower
   * types stays as it is; in another all weights come to lie in that one file.
   *
   * @param network tells the files of one model apart: "unet"
   * @throws OutOfResources when the file cannot be written anywhere
   */
  public synchronized void widen(Graph graph, String network) {
    Map<Weight.InFile, Weight> sources = new LinkedHashMap<>();
    boolean narrow = false;
    for (Weight weight : List.copyOf(graph.weights().values())) {
      if (weight.data() instanceof Weight.InFile place) {
        narrow |= Widening.isNarrow(weight.type());
        sources.putIfAbsent(place, weight);
      } else if (Widening.isNarrow(weight.type())) {
        graph.add(Weight.floats(weight.name(), weight.shape(), WeightValues.floats(weight)));
      }
    }
    if (narrow) {
      Safetensors copy = copy(new WideCopy(network, sources.values(), hashes));
      for (Weight weight : List.copyOf(graph.weights().values())) {
        if (weight.data() instanceof Weight.InFile place) {
          StoredTensor tensor = copy.tensors().get(sources.get(place).name());
          graph.add(
              new Weight(
                  weight.name(),
                  tensor.type().element().orElseThrow(),
                  weight.shape(),
                  tensor.place()));
        }
      }
    }
  }

  private Safetensors copy(WideCopy copy) {
    List<CopyFolder> folders =
        List.of(
            new CopyFolder(copy.sourceFolder().resolve(FOLDER), hashes, budget),
            new CopyFolder(fallback, hashes, budget));
    for (CopyFolder folder : folders) {
      var known = folder.find(copy);
      if (known.isPresent()) {
        return known.get();
      }
    }
    IOException first = null;
    for (CopyFolder folder : folders) {
      try {
        return folder.make(copy);
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    throw new OutOfResources(
        "the float32 copy of "
            + copy
            + ", can be written neither there nor to "
            + fallback
            + ": "
            + (first == null ? "" : first.getMessage())
            + "; free some space or make one of them writable",
        first);
  }
}
