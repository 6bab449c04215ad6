package dev.kiln.plugin.lora;

import dev.kiln.plugin.lora.file.LoraFile;
import dev.kiln.plugin.lora.file.Target;
import dev.kiln.plugin.lora.type.Change;
import dev.kiln.plugin.lora.type.Changes;
import dev.kiln.plugin.lora.type.LayerShape;
import dev.kiln.plugin.lora.type.LayerTensors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.Parameter;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What files change in one network, before anything is changed. */
final class Matches {
  private final NetworkWeights network;
  private final NetworkKind kind;
  private final LayerIndex index;
  private final List<OfLayer> layers = new ArrayList<>();
  private final List<OfVector> vectors = new ArrayList<>();

  /**
   * A change of a layer's weights.
   *
   * @param use which of the files
   * @param blocks strength of the layer's block
   */
  record OfLayer(int use, LinearLayer layer, Change change, double blocks, String key) {
    /**
     * s·U of the layer.
     *
     * @throws BadRequest when the file's parts do not belong together
     */
    float[] delta(float[] weights) {
      return sound(key, () -> change.delta(weights, LayerShape.of(layer)));
    }
  }

  /** Parts of sizes that do not fit each other show only when they are multiplied. */
  private static <T> T sound(String key, Supplier<T> work) {
    try {
      return work.get();
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      throw new BadRequest(damaged(key, "its parts do not belong together"), e);
    }
  }

  private static String damaged(String key, String why) {
    return "the LoRA file of '%s' is damaged: %s; download it again".formatted(key, why);
  }

  /** A change of a vector. */
  record OfVector(int use, Parameter vector, Tensor difference, double blocks) {}

  Matches(NetworkWeights network, NetworkKind kind) {
    this.network = network;
    this.kind = kind;
    this.index = new LayerIndex(network, kind);
  }

  /**
   * Find the layers of a file, and warn of what belongs to none.
   *
   * @throws BadRequest when it was made for another architecture
   */
  void add(int number, LoraUse use, LoraFile file) {
    List<String> missed = new ArrayList<>();
    long all = file.count(kind);
    file.modules()
        .forEach(
            (target, parts) -> {
              if (target.network() == kind && !match(number, use, target, parts)) {
                missed.add(parts.key());
              }
            });
    if (all > 0 && missed.size() == all) {
      throw new BadRequest(
          ("LoRA '%s' was trained for another architecture: '%s' is %s, and this model's %s has no"
                  + " such layer; choose a LoRA for models like this one")
              .formatted(file.name(), missed.get(0), shape(file, missed.get(0)), name()));
    } else if (!missed.isEmpty()) {
      network.warn(
          "LoRA '%s': %d of its %d layers are not in this model's %s and were left out, the first is '%s'"
              .formatted(file.name(), missed.size(), all, name(), missed.get(0)));
    }
    if (kind == NetworkKind.UNET && file.strangers() > 0) {
      network.warn(
          "LoRA '%s': %d tensors belong to no network of this model and were left out"
              .formatted(file.name(), file.strangers()));
    }
  }

  private static String shape(LoraFile file, String key) {
    return file.modules().values().stream()
        .filter(parts -> parts.key().equals(key))
        .findFirst()
        .flatMap(parts -> Changes.weights(parts, java.util.OptionalInt.empty()))
        .map(change -> "made for weights of " + change.shape())
        .orElse("of no kind that is known");
  }

  private String name() {
    return kind == NetworkKind.UNET ? "UNet" : "text encoder";
  }

  private boolean match(int number, LoraUse use, Target target, LayerTensors parts) {
    Optional<Change> change = sound(parts.key(), () -> Changes.weights(parts, use.tag().rank()));
    if (change.isEmpty() && Changes.vectors(parts).isEmpty()) {
      throw new BadRequest(damaged(parts.key(), "of that layer there is only " + parts.names()));
    }
    Optional<String> module = index.module(target.module());
    if (module.isEmpty()) {
      return false;
    }
    double blocks =
        use.tag()
            .blocks()
            .map(
                weights ->
                    kind == NetworkKind.UNET
                        ? weights.of(module.get(), index.perBlock())
                        : weights.base())
            .orElse(1.0);
    boolean found = false;
    Optional<LinearLayer> layer = index.layer(module.get());
    if (layer.isPresent() && change.isPresent()) {
      Change fitting = fitting(change.get(), layer.get(), use, parts);
      layers.add(new OfLayer(number, layer.get(), fitting, blocks, parts.key()));
      found = true;
    }
    for (var vector : Changes.vectors(parts).entrySet()) {
      Optional<Parameter> parameter = index.vector(module.get(), vector.getKey());
      if (parameter.isPresent()) {
        demandSize(parameter.get(), vector.getValue(), use, parts);
        vectors.add(new OfVector(number, parameter.get(), vector.getValue(), blocks));
        found = true;
      }
    }
    return found;
  }

  private static Change fitting(Change change, LinearLayer layer, LoraUse use, LayerTensors parts) {
    LayerShape shape = LayerShape.of(layer);
    Change inpainting = Changes.inpainting(change);
    if (sound(parts.key(), () -> change.fits(shape))) {
      return change;
    } else if (inpainting.fits(shape)) {
      return inpainting;
    }
    throw other(use, parts, change.shape(), shape.text());
  }

  private static void demandSize(
      Parameter vector, Tensor difference, LoraUse use, LayerTensors parts) {
    if (vector.size() != difference.size()) {
      throw other(use, parts, "[" + difference.size() + "]", "[" + vector.size() + "]");
    }
  }

  private static BadRequest other(LoraUse use, LayerTensors parts, String found, String expected) {
    return new BadRequest(
        ("LoRA '%s' was trained for another architecture: '%s' is made for weights of %s, this"
                + " model has %s there; choose a LoRA for models like this one")
            .formatted(use.entry().name(), parts.key(), found, expected));
  }

  List<OfLayer> layers() {
    return layers;
  }

  List<OfVector> vectors() {
    return vectors;
  }
}
