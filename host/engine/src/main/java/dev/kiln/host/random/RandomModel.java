package dev.kiln.host.random;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes a model, or a ControlNet or LoRA for it: whole or not at all, and not again if it exists
 * already.
 *
 * @param configs of unet, text_encoder, vae and scheduler in diffusers' form; of controlnet for one
 *     ({@link Recipes#controlnet}), and {@code lora.rank} for a LoRA ({@link Recipes#lora})
 */
public record RandomModel(ObjectNode configs, Values values, Kind kind, Form form) {
  private static final String RECIPE = "kiln-random.json";

  /** Configurations, tokenizer and graphs of a folder, which are less. */
  private static final long SMALL_FILES = 16_000_000;

  /** What it is. */
  public enum Kind {
    MODEL("unet", "text_encoder", "vae"),
    /** Dense in its last convolutions too, which training begins at zero. */
    CONTROLNET("controlnet"),
    LORA;

    private final List<String> parts;

    Kind(String... parts) {
      this.parts = List.of(parts);
    }

    /** The networks, in the order in which they are written. */
    List<String> parts() {
      return parts;
    }
  }

  /** How it is kept. */
  public enum Form {
    /** One safetensors file with the names of the first release, as people download them. */
    SINGLE,
    /** A folder as diffusers saves it. */
    DIFFUSERS,
    /** A folder as optimum exports it, its operators those of that exporter. */
    ONNX
  }

  /**
   * What the weights are.
   *
   * @param seed of all numbers; the same seed gives the same file
   * @param precision of the stored numbers
   * @param sparse zeros that take no room on disk, for measuring files too large to write
   */
  public record Values(long seed, Precision precision, boolean sparse) {}

  /** Writes a form of a model. */
  interface Writer {
    /** Of the weights, headers included; of sparse ones only the headers. */
    long bytes();

    /**
     * @param place the file, or a folder that is not there yet for anybody else
     */
    void write(Path place) throws IOException;
  }

  /**
   * Write the model.
   *
   * @param target a folder, or for a single file its path, {@code .safetensors} added where missing
   * @return the path, and whether it was written
   * @throws BadRequest when the place is taken by something else or cannot be written
   */
  public Written write(Path target) {
    Path place = place(target);
    long bytes = bytes(target);
    if (bytes == 0) {
      return new Written(place, false);
    }
    DiskRoom.demand(place, bytes);
    try {
      Files.createDirectories(place.getParent());
      if (form == Form.SINGLE) {
        writer().write(place);
      } else {
        folder(place, writer());
      }
      return new Written(place, true);
    } catch (IOException e) {
      throw new BadRequest(place + " cannot be written: " + DiskReason.of(e), e);
    }
  }

  /**
   * How many bytes {@link #write} would write: exact for a single file; a folder's small files are
   * counted as 16 MB. 0 where the model is there already.
   *
   * @throws BadRequest when it cannot be written for another reason than the room
   */
  public long bytes(Path target) {
    refuseForm();
    if (isThere(place(target))) {
      return 0;
    }
    return writer().bytes() + (form == Form.SINGLE ? 0 : SMALL_FILES);
  }

  private Writer writer() {
    return switch (form) {
      case SINGLE -> new SingleFileWriter(this);
      case DIFFUSERS -> new DiffusersWriting(this);
      case ONNX -> new OnnxWriting(this);
    };
  }

  private void refuseForm() {
    if (kind == Kind.LORA && form != Form.SINGLE) {
      throw new BadRequest("a LoRA is one file; choose the format single");
    }
    if (kind == Kind.CONTROLNET && form == Form.ONNX) {
      throw new BadRequest(
          "a random ControlNet is written as single or diffusers; choose one of them");
    }
    if (form == Form.ONNX && values.precision() != Precision.F32) {
      throw new BadRequest(
          "an ONNX folder computes in the precision of its weights, "
              + values.precision().name().toLowerCase(Locale.ROOT)
              + "; choose f32 or another format");
    }
  }

  private boolean isThere(Path place) {
    if (Files.exists(place) && !recipe().equals(recipeAt(place))) {
      throw new BadRequest(
          place + " is there and is another model; remove it or name another place");
    }
    return Files.exists(place);
  }

  /** Where a model lies now. */
  public record Written(Path path, boolean made) {}

  private Path place(Path target) {
    Path whole = target.toAbsolutePath();
    return form != Form.SINGLE || whole.toString().endsWith(".safetensors")
        ? whole
        : whole.resolveSibling(whole.getFileName() + ".safetensors");
  }

  private void folder(Path place, Writer writer) throws IOException {
    Path next = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
    Files.createDirectory(next);
    try {
      writer.write(next);
      Files.writeString(next.resolve(RECIPE), recipe());
      Files.move(next, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(next);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** What decides every byte of it. */
  String recipe() {
    ObjectNode recipe = new ObjectMapper().createObjectNode();
    recipe.put("seed", values.seed());
    recipe.put("precision", values.precision().name());
    recipe.put("sparse", values.sparse());
    recipe.put("form", form.name());
    if (kind != Kind.MODEL) {
      recipe.put("kind", kind.name());
    }
    recipe.set("configs", configs);
    return recipe.toString();
  }

  private String recipeAt(Path place) {
    if (form == Form.SINGLE) {
      return SingleFileWriter.recipeOf(place);
    }
    Path recipe = place.resolve(RECIPE);
    try {
      return Files.isRegularFile(recipe) ? Files.readString(recipe) : "";
    } catch (IOException e) {
      throw new BadRequest(recipe + " cannot be read: " + DiskReason.of(e), e);
    }
  }
}
