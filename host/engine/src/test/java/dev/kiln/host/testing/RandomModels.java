package dev.kiln.host.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Kind;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.random.Recipes;
import java.nio.file.Path;
import java.util.List;

/** Models of a few megabytes with random weights, in every form that people keep models in. */
public final class RandomModels {
  private RandomModels() {}

  /**
   * One file with the names of the first release.
   *
   * @param settings changes of the shape "tiny": {@code key=value}
   */
  public static Path single(Path target, long seed, Precision precision, String... settings) {
    return of(Form.SINGLE, new Values(seed, precision, false), settings).write(target).path();
  }

  public static RandomModel of(Form form, Values values, String... settings) {
    return new RandomModel(
        Recipes.sweep(Recipes.like("tiny"), List.of(settings)).values().iterator().next(),
        values,
        Kind.MODEL,
        form);
  }

  /** A ControlNet for such a model: one file with diffusers' names. */
  public static Path controlnet(Path target, long seed) {
    return addition(Recipes.controlnet(Recipes.like("tiny")), Kind.CONTROLNET, target, seed);
  }

  /** A LoRA for such a model. */
  public static Path lora(Path target, long seed) {
    return addition(Recipes.lora(Recipes.like("tiny"), 4), Kind.LORA, target, seed);
  }

  private static Path addition(ObjectNode configs, Kind kind, Path target, long seed) {
    Values values = new Values(seed, Precision.F32, false);
    return new RandomModel(configs, values, kind, Form.SINGLE).write(target).path();
  }
}
