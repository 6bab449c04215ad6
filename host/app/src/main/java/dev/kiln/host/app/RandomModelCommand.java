package dev.kiln.host.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.random.DiskRoom;
import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Kind;
import dev.kiln.host.random.Recipes;
import dev.kiln.spi.BadRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kiln models random}: models of any shape with random weights, for benchmarks. */
@Command(name = "random", description = "write a model with random weights, for benchmarks")
final class RandomModelCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  /** Not needed here, but {@code KilnProcesses} gives them to every command. */
  @SuppressWarnings("unused")
  @Mixin
  private HostOptions host;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "model",
      description = "model, or a controlnet or lora for one (${DEFAULT-VALUE})")
  private Kind kind;

  @Option(names = "--like", paramLabel = "SHAPE", description = "sd15, sd21 or tiny")
  private @Nullable String like;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "a UNet's config.json, or an object of unet, text_encoder, vae, scheduler")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "change a field; several values for one key make a model each")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "of the weights (${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--format",
      paramLabel = "FORM",
      defaultValue = "single",
      description = "single, diffusers or onnx (${DEFAULT-VALUE})")
  private Form form;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "f32",
      description = "f32, f16 or bf16 (${DEFAULT-VALUE})")
  private Precision precision;

  @Option(
      names = "--rank",
      paramLabel = "N",
      defaultValue = "16",
      description = "the rank of a LoRA (${DEFAULT-VALUE})")
  private int rank;

  @Option(names = "--sparse", description = "zeros that take no room on disk")
  private boolean sparse;

  @Parameters(
      paramLabel = "DIR_OR_FILE",
      description = "where to; .safetensors is added to a file, a sweep adds to the name")
  private Path target;

  RandomModelCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    RandomModel.Values values = new RandomModel.Values(seed, precision, sparse);
    Map<Path, RandomModel> models = new LinkedHashMap<>();
    Recipes.sweep(shape(), settings)
        .forEach(
            (name, shape) ->
                models.put(place(name), new RandomModel(ofKind(shape), values, kind, form)));
    long bytes = 0;
    for (Map.Entry<Path, RandomModel> model : models.entrySet()) {
      bytes += model.getValue().bytes(model.getKey());
    }
    DiskRoom.demand(target, bytes);
    for (Map.Entry<Path, RandomModel> model : models.entrySet()) {
      RandomModel.Written written = model.getValue().write(model.getKey());
      if (!written.made()) {
        err.println("kiln: " + written.path() + " is there already");
      }
      out.println(written.path());
    }
    return 0;
  }

  private Path place(String name) {
    return name.isEmpty() ? target : target.resolveSibling(target.getFileName() + "-" + name);
  }

  private ObjectNode ofKind(ObjectNode shape) {
    return switch (kind) {
      case MODEL -> shape;
      case CONTROLNET -> Recipes.controlnet(shape);
      case LORA -> Recipes.lora(shape, rank);
    };
  }

  private ObjectNode shape() {
    if (like != null && config != null) {
      throw new BadRequest("--like and --config both give a shape; leave one of them out");
    }
    return config == null ? Recipes.like(like == null ? "sd15" : like) : Recipes.file(config);
  }
}
