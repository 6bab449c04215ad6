package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A folder of models with annotators in it, and the host's own services over it. */
public final class TestingAnnotators implements AutoCloseable {
  private final Path models;
  private final ModelHashes hashes;
  private final ResidentNetworks networks;

  public TestingAnnotators(Path temp) {
    models = temp.resolve("models");
    hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    networks = new ResidentNetworks(new SessionOpener(OrtRuntime.open(), wide, 1L << 30), 1L << 30);
  }

  /** Put a file of the test's resources where annotators lie. */
  public TestingAnnotators with(Class<?> beside, String resource, String place) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
      return put(place, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Put a file where annotators lie. */
  public TestingAnnotators put(String place, byte[] bytes) {
    try {
      Path file = models.resolve("annotator").resolve(place);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelFiles models() {
    return new FoundModels(new ModelCatalog(models, hashes), hashes);
  }

  public AnnotatorFiles files() {
    return new AnnotatorFiles(models());
  }

  /** What the host lends to the plugin. */
  Map<Class<?>, ?> services() {
    return Map.of(
        ModelFiles.class,
        models(),
        Networks.class,
        networks,
        Pictures.class,
        new PictureCodec(),
        Json.class,
        new JsonCodec());
  }

  public Networks networks() {
    return networks;
  }

  @Override
  public void close() {
    networks.close();
  }
}
