package dev.kiln.host.weights;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.weights.file.Gguf;
import dev.kiln.host.weights.file.Quoted;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.host.weights.file.ShardIndex;
import dev.kiln.host.weights.file.StoredTensor;
import dev.kiln.host.weights.name.DiffusersNames;
import dev.kiln.host.weights.name.Naming;
import dev.kiln.host.weights.name.StoredName;
import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of one network by their diffusers names, each left in its file. Immutable; safe
 * from any thread.
 */
public final class StateDict implements WeightSource {
  private static final Set<ElementType> FLOATING =
      EnumSet.of(
          ElementType.FLOAT,
          ElementType.FLOAT16,
          ElementType.BFLOAT16,
          ElementType.DOUBLE,
          ElementType.FLOAT8E4M3FN,
          ElementType.FLOAT8E5M2,
          ElementType.Q4_0,
          ElementType.Q4_1,
          ElementType.Q5_0,
          ElementType.Q5_1,
          ElementType.Q8_0,
          ElementType.Q4_K,
          ElementType.Q5_K,
          ElementType.Q6_K);

  private final Path file;
  private final Map<String, StoredTensor> tensors;
  private final Naming naming;

  private StateDict(Path file, Map<String, StoredTensor> tensors, Naming naming) {
    this.file = file;
    this.tensors = tensors;
    this.naming = naming;
  }

  /**
   * Open a file with the names of diffusers or transformers.
   *
   * @param file a {@code .safetensors} or {@code .gguf} file, or a {@code .safetensors.index.json}
   *     of several
   * @throws BadRequest when it is not a valid file, or a file of several is missing
   */
  public static StateDict open(Path file) {
    if (file.toString().endsWith(".json")) {
      return of(file, ShardIndex.read(file));
    } else if (Gguf.isOne(file)) {
      Gguf contents = Gguf.read(file);
      return of(contents.file(), contents.tensors());
    }
    return of(Safetensors.read(file));
  }

  /**
   * Open a network's folder of a diffusers model.
   *
   * @throws BadRequest when it holds no safetensors file or only pickles
   */
  public static StateDict inFolder(Path folder) {
    return open(WeightFolder.choose(folder));
  }

  public static StateDict of(Safetensors file) {
    return of(file.file(), file.tensors());
  }

  /**
   * The tensors of a file that was read.
   *
   * @param tensors by the names that they have in it
   */
  public static StateDict of(Path file, Map<String, StoredTensor> tensors) {
    return new StateDict(
        file, Collections.unmodifiableMap(new LinkedHashMap<>(tensors)), new DiffusersNames(""));
  }

  /** The same tensors under other names. */
  public StateDict named(Naming other) {
    return new StateDict(file, tensors, other);
  }

  /** The file, or the index of several. */
  public Path file() {
    return file;
  }

  /** The files that hold the tensors. */
  public List<Path> files() {
    return tensors.values().stream().map(tensor -> tensor.place().file()).distinct().toList();
  }

  /** All tensors by the names that they have in the file. */
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** What all its tensors take as float32. */
  public long floatBytes() {
    long bytes = 0;
    for (StoredTensor tensor : tensors.values()) {
      long elements = 1;
      for (long size : tensor.shape()) {
        elements *= size;
      }
      bytes += Float.BYTES * elements;
    }
    return bytes;
  }

  @Override
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** A parameter's shape as it is stored; empty where there is no such parameter. */
  public Optional<long[]> shape(String name) {
    return find(name).map(place -> stored(place));
  }

  @Override
  public Weight weight(String name, long... shape) {
    StoredName place = find(name).orElseThrow(() -> missing(name, shape));
    StoredTensor tensor = tensors.get(place.key());
    long[] found = stored(place);
    if (!Arrays.equals(withoutOnes(found), withoutOnes(shape))) {
      throw new BadRequest(
          tensor.place().file()
              + " keeps "
              + spelled(name, place.key())
              + " in the shape "
              + Arrays.toString(found)
              + ", where the network needs "
              + Arrays.toString(shape)
              + "; use the config.json that belongs to this file");
    }
    Weight whole = tensor.weight();
    if (!FLOATING.contains(whole.type())) {
      throw new BadRequest(
          tensor.place().file()
              + " keeps "
              + spelled(name, place.key())
              + " as "
              + tensor.type()
              + ", where a network needs floating values; use the model's F16 or F32 file");
    }
    demandUnscaled(name, place.key());
    long length = tensor.place().length() / place.parts();
    long offset = tensor.place().offset() + place.part() * length;
    return new Weight(
        name,
        whole.type(),
        shape.clone(),
        new Weight.InFile(tensor.place().file(), offset, length));
  }

  /** ComfyUI's scaled fp8 has a factor for each weight, under a name beside it. */
  private void demandUnscaled(String name, String key) {
    if (key.endsWith(".weight")
        && tensors.containsKey(key.replaceFirst("weight$", "scale_weight"))) {
      throw new BadRequest(
          file
              + " keeps "
              + spelled(name, key)
              + " divided by a scale of its own, which Kiln does not read; use the model's F16 or"
              + " F32 file");
    }
  }

  private Optional<StoredName> find(String name) {
    return naming.places(name).stream()
        .filter(place -> tensors.containsKey(place.key()))
        .findFirst();
  }

  /** The shape of a parameter that may be some rows of a larger tensor. */
  private long[] stored(StoredName place) {
    long[] shape = tensors.get(place.key()).shape().clone();
    if (place.parts() > 1) {
      if (shape.length == 0 || shape[0] % place.parts() != 0) {
        throw new BadRequest(
            file
                + " keeps "
                + Quoted.of(place.key())
                + " in the shape "
                + Arrays.toString(shape)
                + ", which does not divide into "
                + place.parts()
                + " equal parts; download or copy the file again");
      }
      shape[0] /= place.parts();
    }
    return shape;
  }

  private BadRequest missing(String name, long... shape) {
    String first = naming.places(name).stream().map(StoredName::key).findFirst().orElse(name);
    return new BadRequest(
        file
            + " has no "
            + spelled(name, first)
            + ", which the network needs in the shape "
            + Arrays.toString(shape)
            + "; use a complete file, and the config.json that belongs to it");
  }

  private static String spelled(String name, String key) {
    return name.equals(key) ? Quoted.of(name) : Quoted.of(key) + " (" + name + ")";
  }

  /** A 1x1 convolution and a linear layer have the same values in the same order. */
  private static long[] withoutOnes(long... shape) {
    int axes = shape.length;
    while (axes > 2 && shape[axes - 1] == 1) {
      axes--;
    }
    return Arrays.copyOf(shape, axes);
  }
}
