package dev.kiln.host.weights.wide;

import dev.kiln.host.Sha256;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.weights.file.FileHashes;
import dev.kiln.host.weights.file.NewTensor;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.SafetensorsWriter;
import dev.kiln.host.weights.file.StoredTensor;
import dev.kiln.host.weights.file.StoredType;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content and the name of a float32 copy. The same weights of the same files share one copy.
 */
final class WideCopy {
  private final String network;
  private final List<Weight> weights;
  private final List<NewTensor> tensors;
  private final Map<Path, String> sources = new LinkedHashMap<>();

  /**
   * @param weights in files; no name twice
   */
  WideCopy(String network, Collection<Weight> weights, FileHashes hashes) {
    this.network = network;
    this.weights = List.copyOf(weights);
    Widening widening = new Widening();
    this.tensors = weights.stream().map(widening::tensor).toList();
    for (Weight weight : weights) {
      sources.computeIfAbsent(place(weight).file(), hashes::of);
    }
  }

  /** The folder of the first source. */
  Path sourceFolder() {
    return sources.keySet().iterator().next().getParent();
  }

  /** Bytes of its values. */
  long bytes() {
    return tensors.stream().mapToLong(NewTensor::bytes).sum();
  }

  /** How its file's name begins; the hash of the file follows. */
  String prefix() {
    MessageDigest digest = Sha256.begin();
    for (Weight weight : weights) {
      Weight.InFile place = place(weight);
      String line =
          String.join(
              " ",
              sources.get(place.file()),
              Long.toString(place.offset()),
              Long.toString(place.length()),
              weight.type().name(),
              Arrays.toString(weight.shape()),
              weight.name());
      digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return network + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8) + "-";
  }

  /** Whether a file has all that it should. */
  boolean matches(Safetensors file) {
    return tensors.stream()
        .allMatch(
            tensor -> {
              StoredTensor found = file.tensors().get(tensor.name());
              return found != null
                  && found.type() == StoredType.of(tensor.type())
                  && Arrays.equals(found.shape(), tensor.shape());
            });
  }

  void writeTo(WritableByteChannel out) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("kiln.network", network);
    metadata.put("kiln.source", String.join(" ", sources.values()));
    new SafetensorsWriter(metadata, tensors).writeTo(out);
  }

  private static Weight.InFile place(Weight weight) {
    return (Weight.InFile) weight.data();
  }

  @Override
  public String toString() {
    return network + " of " + sourceFolder() + ", " + (bytes() >> 20) + " MB";
  }
}
