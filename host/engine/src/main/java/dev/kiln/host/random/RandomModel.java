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
 * Writes a model: whole or not at all, and not again if it exists already.
 *
 * @param configs of unet, text_encoder, vae and scheduler in diffusers' form
 */
public record RandomModel(ObjectNode configs, Values values, Form form) {
  private static final String RECIPE = "kiln-random.json";

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

  /** Writes the parts of a model into a folder that is not there yet for anybody else. */
  interface Writer {
    void write(Path folder) throws IOException;
  }

  /**
   * Write the model.
   *
   * @param target a folder, or for a single file its path, {@code .safetensors} added where missing
   * @return the path, and whether it was written
   * @throws BadRequest when the place is taken by something else or cannot be written
   */
  public Written write(Path target) {
    if (form == Form.ONNX && values.precision() != Precision.F32) {
      throw new BadRequest(
          "an ONNX folder computes in the precision of its weights, "
              + values.precision().name().toLowerCase(Locale.ROOT)
              + "; choose f32 or another format");
    }
    Path place = form == Form.SINGLE ? file(target) : target.toAbsolutePath();
    try {
      if (Files.exists(place)) {
        if (recipe().equals(recipeAt(place))) {
          return new Written(place, false);
        }
        throw new BadRequest(
            place + " is there and is another model; remove it or name another place");
      }
      Files.createDirectories(place.getParent());
      if (form == Form.SINGLE) {
        new SingleFileWriter(this).write(place);
      } else {
        folder(place, form == Form.ONNX ? new OnnxWriting(this) : new DiffusersWriting(this));
      }
      return new Written(place, true);
    } catch (IOException e) {
      throw new BadRequest(place + " cannot be written: " + DiskReason.of(e), e);
    }
  }

  /** Where a model lies now. */
  public record Written(Path path, boolean made) {}

  private static Path file(Path target) {
    Path whole = target.toAbsolutePath();
    return whole.toString().endsWith(".safetensors")
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
    recipe.set("configs", configs);
    return recipe.toString();
  }

  private String recipeAt(Path place) throws IOException {
    if (form == Form.SINGLE) {
      return SingleFileWriter.recipeOf(place);
    }
    Path recipe = place.resolve(RECIPE);
    return Files.isRegularFile(recipe) ? Files.readString(recipe) : "";
  }

  /** The networks of a model, in the order in which they are written. */
  static List<String> parts() {
    return List.of("unet", "text_encoder", "vae");
  }
}
